import type { Bot } from '../../functions/domain/account.ts';
import type { Message } from '../../functions/domain/messages/message.ts';
import type { Session } from '../../functions/domain/session.ts';
import type { Time } from '../../functions/domain/time.ts';
import { demoBots } from './demo-account.ts';
import { demoSessions } from './demo-sessions.ts';
import type { Options } from './options.ts';
import { readSeedFile } from './seed-file.ts';

/** The name under which accounts can be made from a seed file. */
export const seedTemplate = 'seed';

/** What the options ask for. */
export interface InitialData {
  bots: readonly Bot[];
  sessions: readonly Session[] | (() => AsyncIterable<Session>);
  /** Absent: none. */
  messages?: () => AsyncIterable<Message>;
  /** Tells what somebody has given from another; absent: nobody has given anything. */
  version?: string;
  /** For people: a line each. */
  notes: string[];
}

/**
 * The bots and sessions that the options ask for.
 *
 * @param isKept whether there is an account already, which made-up sessions are not added to
 * @throws Failure where the seed file cannot be used
 */
export async function initialData(
  { seed, empty }: Options,
  isKept: boolean,
  say: (line: string) => void,
  time: Time,
): Promise<InitialData> {
  if (seed !== undefined) return seededData(seed, say, time);
  if (isKept) return { bots: [], sessions: [], notes: ['Sessions: as they were kept.'] };
  if (empty) return { bots: demoBots, sessions: [], notes: ['Sessions: none.'] };
  const botIds = demoBots.map(({ botId }) => botId);
  const { past, upcoming } = demoSessions(time.now(), botIds);
  return {
    bots: demoBots,
    sessions: [...past, ...upcoming],
    notes: [`Sessions: ${past.length}, made up, over the last days; more begin as time goes on.`],
  };
}

async function seededData(path: string, say: (line: string) => void, time: Time): Promise<InitialData> {
  const file = await readSeedFile(path, say, time);
  const { sessions, messages, count, messageCount, version, botIds, span, notes } = file;
  return {
    bots: botIds.map((botId, index) => ({ botId, name: `Bot ${index + 1}` })),
    sessions,
    messages,
    version,
    notes: [
      ...(count > 0 ? [`Sessions: ${count} from ${path}, starting ${spanText(span)}.`] : []),
      ...(messageCount > 0 ? [`Messages: ${messageCount} from ${path}.`] : []),
      `Template: ${seedTemplate}, from which any number of accounts can be made.`,
      ...notes,
    ],
  };
}

const spanText = (span: readonly number[]): string =>
  span.map((ms) => new Date(ms).toISOString()).join(' to ');
