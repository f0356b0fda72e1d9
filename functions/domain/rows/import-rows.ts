import { describeIssues } from '../issues.ts';
import type { Session } from '../session.ts';
import { sessionSchema } from '../session-schema.ts';
import { type ImportWarning, type RejectedRow, Rejections, Warnings } from './findings.ts';
import { isWrittenByHand } from './kept-text.ts';
import { meantBy } from './names.ts';
import { nameOf, readRow, UnusableRow } from './read-row.ts';
import type { FoundRow } from './row-form.ts';

export interface ImportOptions {
  /** Check rows as those that are written by hand: unknown members and values are refused. */
  strict?: boolean;
  /** Whether the account has a bot. */
  knowsBot: (botId: string) => boolean;
  /** Take rows of bots that it does not have, and name the bots. */
  addBots?: boolean;
}

export interface ImportedSessions {
  sessions: Session[];
  rejected: RejectedRow[];
  warnings: ImportWarning[];
  /** Bots met that the account does not have; only where rows of such are taken. */
  newBots: string[];
}

// An item of the table holds 400 KB: the row, its tags again for the filters, and keys.
const largestBytes = 350_000;
/** Below it no tag can be so long that the two are too large together. */
const smallBytes = largestBytes / 3;

/** Takes rows one by one: a bad one is named and left out, the others are kept. */
export class RowImport {
  readonly #options: ImportOptions;
  readonly #rejections = new Rejections();
  readonly #warnings = new Warnings();
  readonly #newBots = new Set<string>();

  constructor(options: ImportOptions) {
    this.#options = options;
  }

  /** The session of a row; undefined where it is refused. */
  read({ index, line, text, value }: FoundRow): Session | undefined {
    if (text === undefined) {
      this.#rejections.add(`line ${line} is not JSON`, { index, line }, 'not JSON');
      return undefined;
    }
    const place = { index, line, sessionId: sessionIdOf(value) };
    try {
      const session = this.#check(value, text, place);
      this.#checkBot(session.botId);
      return session;
    } catch (error) {
      if (!(error instanceof UnusableRow)) throw error;
      this.#rejections.add(error.message, place);
      return undefined;
    }
  }

  /** What was found so far. */
  findings(): Omit<ImportedSessions, 'sessions'> {
    return {
      rejected: this.#rejections.list(),
      warnings: this.#warnings.list(),
      newBots: [...this.#newBots],
    };
  }

  #check(value: unknown, text: string, place: { index: number; sessionId?: string | undefined }): Session {
    const oddities: [string, string][] = [];
    const session = this.#options.strict
      ? checkStrictly(value)
      : (readHandWritten(value) ?? readRow(value, text, (code, detail) => oddities.push([code, detail])));
    if (isTooLarge(session, text)) throw new UnusableRow(`the session is larger than ${largestBytes} bytes`);
    for (const [code, detail] of oddities) this.#warnings.add(code, detail, place);
    return session;
  }

  #checkBot(botId: string): void {
    const { knowsBot, addBots = false } = this.#options;
    if (knowsBot(botId)) return;
    if (!addBots) {
      throw new UnusableRow(
        `botId: the account has no bot ${botId}; addBots=true (--add-bots) adds the bots of the rows`,
      );
    }
    this.#newBots.add(botId);
  }
}

function sessionIdOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('sessionId' in value)) return undefined;
  return typeof value.sessionId === 'string' ? value.sessionId.slice(0, 100) : undefined;
}

function checkStrictly(value: unknown): Session {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UnusableRow(`the row is ${nameOf(value)}, and not an object`);
  }
  const result = sessionSchema.safeParse(value);
  if (result.success) return result.data;
  throw new UnusableRow(describeIssues(result.error, meantBy));
}

/** A short row without a mistake gets the form that the vendor's rows have; undefined for any other. */
function readHandWritten(value: unknown): Session | undefined {
  if (typeof value !== 'object' || value === null || !isWrittenByHand(value)) return undefined;
  const result = sessionSchema.safeParse(value);
  return result.success ? result.data : undefined;
}

function isTooLarge({ tags }: Session, text: string): boolean {
  const rowBytes = text.length > smallBytes / 3 ? Buffer.byteLength(text) : 0;
  if (rowBytes < smallBytes) return false;
  const repeated = [...tags.userTags, ...tags.sessionTags].map(({ name, value }) => [name, value]);
  return rowBytes + Buffer.byteLength(JSON.stringify(repeated)) > largestBytes;
}

/** Takes all rows of a text; see `RowImport`. */
export function importRows(rows: Iterable<FoundRow>, options: ImportOptions): ImportedSessions {
  const work = new RowImport(options);
  const sessions: Session[] = [];
  for (const row of rows) {
    const session = work.read(row);
    if (session) sessions.push(session);
  }
  return { sessions, ...work.findings() };
}
