import { createHash } from 'node:crypto';
import { describeRejection, describeWarning } from '../../functions/domain/rows/findings.ts';
import { RowImport } from '../../functions/domain/rows/import-rows.ts';
import type { FoundRow } from '../../functions/domain/rows/read-file.ts';
import type { Session } from '../../functions/domain/session.ts';
import type { Time } from '../../functions/domain/time.ts';
import { Failure } from '../errors.ts';
import { openSessionFile } from './session-file.ts';

const toldEveryMs = 2_000;

/** What a seed file holds; its sessions are read anew by whoever wants them, and not held. */
export interface SeedFile {
  sessions: () => AsyncIterable<Session>;
  count: number;
  /** The same for the same rows. */
  version: string;
  botIds: string[];
  /** Unix ms of the first and the last start. */
  span: [first: number, last: number];
  /** A line for each reason why rows are no sessions, and for each kind of oddity. */
  complaints: string[];
  oddities: string[];
}

/**
 * Looks a file of sessions through, in any form that an import takes, compressed by gzip or not. Any bot is taken: the
 * account gets those that the file names. Of several rows with one id the last counts.
 *
 * @param say is told how far it is where that takes long
 * @throws Failure where the file cannot be read or holds no sessions
 */
export async function readSeedFile(path: string, say: (line: string) => void, time: Time): Promise<SeedFile> {
  const what = `The seed file ${path}`;
  const open = source(path, what, say, time);
  const sessionIds = new Set<string>();
  const lastOfSeveral = new Map<string, number>();
  const botIds = new Set<string>();
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const work = takesAnyBot();
  const hash = createHash('sha256');
  for await (const row of open(`Checking ${path}`)) {
    hash.update(row.text ?? '');
    const session = work.read(row);
    if (!session) continue;
    if (sessionIds.has(session.sessionId)) lastOfSeveral.set(session.sessionId, row.index);
    else sessionIds.add(session.sessionId);
    botIds.add(session.botId);
    first = Math.min(first, session.startTime);
    last = Math.max(last, session.startTime);
  }
  const { rejected, warnings } = work.findings();
  if (sessionIds.size === 0) {
    const why = rejected[0] ? `; the first row: ${rejected[0].reason}` : '';
    throw new Failure(`${what} holds no session that can be loaded${why}.`);
  }
  return {
    sessions: () => sessionsOf(open(`Loading ${path}`), lastOfSeveral),
    count: sessionIds.size,
    version: hash.digest('base64url'),
    botIds: [...botIds],
    span: [first, last],
    complaints: rejected.map(describeRejection),
    oddities: warnings.map(describeWarning),
  };
}

const takesAnyBot = (): RowImport => new RowImport({ knowsBot: () => true });

async function* sessionsOf(
  rows: AsyncIterable<FoundRow>,
  lastOfSeveral: ReadonlyMap<string, number>,
): AsyncGenerator<Session> {
  const work = takesAnyBot();
  for await (const row of rows) {
    const session = work.read(row);
    if (session && (lastOfSeveral.get(session.sessionId) ?? row.index) === row.index) yield session;
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
    const { rows, share, isLasting } = openSessionFile(path, { what });
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
