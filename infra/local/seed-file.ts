import { createHash } from 'node:crypto';
import type { Message } from '../../functions/domain/messages/message.ts';
import { MessageImport } from '../../functions/domain/messages/rows/import-messages.ts';
import { describeRejection, describeWarning } from '../../functions/domain/rows/findings.ts';
import { RowImport } from '../../functions/domain/rows/import-rows.ts';
import { allRows, type FoundRow, isMessageRow } from '../../functions/domain/rows/row-form.ts';
import type { Session } from '../../functions/domain/session.ts';
import type { Time } from '../../functions/domain/time.ts';
import { Failure } from '../errors.ts';
import { openSessionFile } from './session-file.ts';

const toldEveryMs = 2_000;

/** What a seed file holds; its sessions and messages are read anew by whoever wants them, and not held. */
export interface SeedFile {
  sessions: () => AsyncIterable<Session>;
  messages: () => AsyncIterable<Message>;
  /** All rows as they stand there. */
  rows: () => AsyncIterable<FoundRow>;
  count: number;
  messageCount: number;
  /** The same for the same rows. */
  version: string;
  botIds: string[];
  /** Unix ms of the first and the last start of a session; of no use where there is none. */
  span: [first: number, last: number];
  /** A line for each reason why rows are no sessions and no messages, and for each kind of oddity; the first of each. */
  notes: string[];
}

const notesShown = 10;

/**
 * Looks a file of sessions, messages or both through, in any form that an import takes, compressed by gzip or not.
 * Any bot is taken: the account gets those that the file names. Of several rows with one id the last counts.
 *
 * @param say is told how far it is where that takes long
 * @throws Failure where the file cannot be read or holds neither
 */
export async function readSeedFile(path: string, say: (line: string) => void, time: Time): Promise<SeedFile> {
  const what = `The seed file ${path}`;
  const open = source(path, what, say, time);
  const sessionIds = new Ids();
  const messageIds = new Ids();
  const botIds = new Set<string>();
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const [work, messageWork] = [new RowImport(takesAnyBot), new MessageImport(takesAnyBot)];
  const hash = createHash('sha256');
  for await (const row of open(`Checking ${path}`)) {
    hash.update(row.text ?? '');
    if (isMessageRow(row)) {
      const message = messageWork.read(row);
      if (!message) continue;
      messageIds.note(message.messageId, row);
      botIds.add(message.botId);
      continue;
    }
    const session = work.read(row);
    if (!session) continue;
    sessionIds.note(session.sessionId, row);
    botIds.add(session.botId);
    first = Math.min(first, session.startTime);
    last = Math.max(last, session.startTime);
  }
  const [found, others] = [work.findings(), messageWork.findings()];
  const rejected = [...found.rejected, ...others.rejected];
  if (sessionIds.count + messageIds.count === 0) {
    const why = rejected[0] ? `; the first row: ${rejected[0].reason}` : '';
    throw new Failure(`${what} holds no session and no message that can be loaded${why}.`);
  }
  return {
    sessions: () => sessionsOf(open(`Loading ${path}`), sessionIds),
    messages: () => messagesOf(messageIds.count === 0 ? [] : open(`Loading messages of ${path}`), messageIds),
    rows: () => open(`Loading ${path}`),
    count: sessionIds.count,
    messageCount: messageIds.count,
    version: hash.digest('base64url'),
    botIds: [...botIds],
    span: [first, last],
    notes: [
      ...firstOf(rejected.map((each) => `Left out: ${describeRejection(each)}`)),
      ...firstOf([...found.warnings, ...others.warnings].map((each) => `Odd: ${describeWarning(each)}`)),
    ],
  };
}

function firstOf(lines: readonly string[]): string[] {
  const shown = lines.slice(0, notesShown);
  return lines.length > shown.length ? [...shown, `and ${lines.length - shown.length} more`] : shown;
}

/** The ids of rows, and of those that come several times the place of the last. */
class Ids {
  readonly #ids = new Set<string>();
  readonly #lastOfSeveral = new Map<string, number>();

  get count(): number {
    return this.#ids.size;
  }

  note(id: string, { index }: FoundRow): void {
    if (this.#ids.has(id)) this.#lastOfSeveral.set(id, index);
    else this.#ids.add(id);
  }

  isLast(id: string, { index }: FoundRow): boolean {
    return (this.#lastOfSeveral.get(id) ?? index) === index;
  }
}

const takesAnyBot = { knowsBot: () => true };

async function* sessionsOf(rows: AsyncIterable<FoundRow>, ids: Ids): AsyncGenerator<Session> {
  const work = new RowImport(takesAnyBot);
  for await (const row of rows) {
    const session = isMessageRow(row) ? undefined : work.read(row);
    if (session && ids.isLast(session.sessionId, row)) yield session;
  }
}

async function* messagesOf(
  rows: Iterable<FoundRow> | AsyncIterable<FoundRow>,
  ids: Ids,
): AsyncGenerator<Message> {
  const work = new MessageImport(takesAnyBot);
  for await (const row of rows) {
    const message = isMessageRow(row) ? work.read(row) : undefined;
    if (message && ids.isLast(message.messageId, row)) yield message;
  }
}

/** Opens the file again each time; what can be read only once, such as a pipe, is kept from the first time. */
function source(
  path: string,
  what: string,
  say: (line: string) => void,
  time: Time,
): (doing: string) => AsyncIterable<FoundRow> {
  let kept: FoundRow[] | undefined;
  return async function* (doing) {
    if (kept) return yield* kept;
    const { rows, share, isLasting } = openSessionFile(path, { what, form: allRows });
    const keeping: FoundRow[] = [];
    let told = time.monotonic();
    for await (const row of rows) {
      if (!isLasting) keeping.push(row);
      yield row;
      if (time.monotonic() - told < toldEveryMs) continue;
      told = time.monotonic();
      const done = share();
      const percent = done === undefined ? '' : `, ${Math.floor(done * 100)}%`;
      say(`${doing}: ${(row.index + 1).toLocaleString('en')} rows${percent}`);
    }
    if (!isLasting) kept = keeping;
  };
}
