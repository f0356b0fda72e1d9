import type { BotDays } from '../../domain/bot-days.ts';
import { emptyLog, type Lease, type SessionLog, type Touch } from '../../domain/session-log.ts';

/*
 * The log of an account's sessions as one attribute of its head: short, because every request reads it, and
 * text, so that a writer can make sure that nobody was faster by comparing it.
 */

type PackedTouch = number | [revision: number, settlesAt: number];
type PackedBotDays = '*' | Record<string, '*' | number[]>;

interface PackedLog {
  r: number;
  f: PackedTouch;
  d: Record<string, Record<string, PackedTouch>>;
  w?: [id: string, fencingToken: number, until: number, botDays: PackedBotDays, removes?: 1];
}

const packTouch = ({ revision, settlesAt }: Touch): PackedTouch =>
  settlesAt === undefined ? revision : [revision, settlesAt];

const unpackTouch = (touch: PackedTouch): Touch =>
  typeof touch === 'number' ? { revision: touch } : { revision: touch[0], settlesAt: touch[1] };

const packBotDays = ({ everything, bots }: BotDays): PackedBotDays =>
  everything
    ? '*'
    : Object.fromEntries([...bots].map(([botId, days]) => [botId, days === 'all' ? '*' : [...days]]));

const unpackBotDays = (packed: PackedBotDays): BotDays => ({
  everything: packed === '*',
  bots: new Map(
    packed === '*'
      ? []
      : Object.entries(packed).map(([botId, days]) => [botId, days === '*' ? 'all' : new Set(days)]),
  ),
});

function packLease({ id, fencingToken, until, botDays, removes }: Lease): NonNullable<PackedLog['w']> {
  const packed = packBotDays(botDays);
  return removes ? [id, fencingToken, until, packed, 1] : [id, fencingToken, until, packed];
}

const unpackLease = ([id, fencingToken, until, botDays, removes]: NonNullable<PackedLog['w']>): Lease => ({
  id,
  fencingToken,
  until,
  botDays: unpackBotDays(botDays),
  ...(removes ? { removes: true } : {}),
});

/** The text a log is stored as. */
export function toLogText({ revision, floor, bots, lease }: SessionLog): string {
  const packed: PackedLog = {
    r: revision,
    f: packTouch(floor),
    d: Object.fromEntries(
      [...bots].map(([botId, days]) => [
        botId,
        Object.fromEntries([...days].map(([day, touch]) => [day === 'all' ? '*' : day, packTouch(touch)])),
      ]),
    ),
    ...(lease ? { w: packLease(lease) } : {}),
  };
  return JSON.stringify(packed);
}

/** @param text as `toLogText` made it; undefined where nothing was written yet */
export function fromLogText(text: string | undefined): SessionLog {
  if (text === undefined) return emptyLog;
  const { r, f, d, w } = JSON.parse(text) as PackedLog;
  return {
    revision: r,
    floor: unpackTouch(f),
    bots: new Map(
      Object.entries(d).map(([botId, days]) => [
        botId,
        new Map(
          Object.entries(days).map(([day, touch]) => [day === '*' ? 'all' : Number(day), unpackTouch(touch)]),
        ),
      ]),
    ),
    ...(w ? { lease: unpackLease(w) } : {}),
  };
}
