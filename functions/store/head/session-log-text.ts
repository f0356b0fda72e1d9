import type { Scope } from '../../domain/scope.ts';
import { emptyLog, type SessionLog, type Touch, type WriteTurn } from '../../domain/session-log.ts';

/*
 * The log of an account's sessions as one attribute of its head: short, because every request reads it, and
 * text, so that a writer can make sure that nobody was faster by comparing it.
 */

type PackedTouch = number | [revision: number, settlesAt: number];
type PackedScope = '*' | Record<string, '*' | number[]>;

interface PackedLog {
  r: number;
  f: PackedTouch;
  d: Record<string, Record<string, PackedTouch>>;
  w?: [id: string, stamp: number, until: number, scope: PackedScope, removes?: 1];
}

const packTouch = ({ revision, settlesAt }: Touch): PackedTouch =>
  settlesAt === undefined ? revision : [revision, settlesAt];

const unpackTouch = (touch: PackedTouch): Touch =>
  typeof touch === 'number' ? { revision: touch } : { revision: touch[0], settlesAt: touch[1] };

const packScope = ({ everything, bots }: Scope): PackedScope =>
  everything
    ? '*'
    : Object.fromEntries([...bots].map(([botId, days]) => [botId, days === 'all' ? '*' : [...days]]));

const unpackScope = (scope: PackedScope): Scope => ({
  everything: scope === '*',
  bots: new Map(
    scope === '*'
      ? []
      : Object.entries(scope).map(([botId, days]) => [botId, days === '*' ? 'all' : new Set(days)]),
  ),
});

function packTurn({ id, stamp, until, scope, removes }: WriteTurn): NonNullable<PackedLog['w']> {
  const packed = packScope(scope);
  return removes ? [id, stamp, until, packed, 1] : [id, stamp, until, packed];
}

const unpackTurn = ([id, stamp, until, scope, removes]: NonNullable<PackedLog['w']>): WriteTurn => ({
  id,
  stamp,
  until,
  scope: unpackScope(scope),
  ...(removes ? { removes: true } : {}),
});

/** The text a log is stored as. */
export function toLogText({ revision, floor, bots, turn }: SessionLog): string {
  const packed: PackedLog = {
    r: revision,
    f: packTouch(floor),
    d: Object.fromEntries(
      [...bots].map(([botId, days]) => [
        botId,
        Object.fromEntries([...days].map(([day, touch]) => [day === 'all' ? '*' : day, packTouch(touch)])),
      ]),
    ),
    ...(turn ? { w: packTurn(turn) } : {}),
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
    ...(w ? { turn: unpackTurn(w) } : {}),
  };
}
