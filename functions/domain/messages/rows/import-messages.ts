import { type ImportWarning, type RejectedRow, Rejections, Warnings } from '../../rows/findings.ts';
import { UnusableRow } from '../../rows/read-row.ts';
import type { FoundRow } from '../../rows/row-form.ts';
import type { Message } from '../message.ts';
import { readMessage } from './read-message.ts';

export interface MessageImportOptions {
  /** Whether the account has a bot. */
  knowsBot: (botId: string) => boolean;
}

/** What was found of rows: those that were refused, and what was odd about others. */
export interface MessageFindings {
  rejected: RejectedRow[];
  warnings: ImportWarning[];
}

// An item of the table holds 400 KB: the row, its tags again for the filters, and keys.
const largestBytes = 350_000;

/** Takes rows of messages one by one: a bad one is named and left out, the others are kept. */
export class MessageImport {
  readonly #options: MessageImportOptions;
  readonly #rejections = new Rejections();
  readonly #warnings = new Warnings();

  constructor(options: MessageImportOptions) {
    this.#options = options;
  }

  /** The message of a row; undefined where it is refused. */
  read({ index, line, text, value }: FoundRow): Message | undefined {
    if (text === undefined) {
      this.#rejections.add(`line ${line} is not JSON`, { index, line }, 'not JSON');
      return undefined;
    }
    const place = { index, line, sessionId: idOf(value) };
    const oddities: [string, string][] = [];
    try {
      const message = readMessage(value, text, (code, detail) => oddities.push([code, detail]));
      this.#check(message);
      for (const [code, detail] of oddities) this.#warnings.add(code, detail, place);
      return message;
    } catch (error) {
      if (!(error instanceof UnusableRow)) throw error;
      this.#rejections.add(error.message, place);
      return undefined;
    }
  }

  findings(): MessageFindings {
    return { rejected: this.#rejections.list(), warnings: this.#warnings.list() };
  }

  #check({ botId, rowText, tags }: Message): void {
    if (!this.#options.knowsBot(botId)) {
      throw new UnusableRow(`botId: the account has no bot ${botId}: add it first, or change the rows`);
    }
    if (Buffer.byteLength(rowText) + Buffer.byteLength(JSON.stringify(tags)) > largestBytes) {
      throw new UnusableRow(`the message is larger than ${largestBytes} bytes`);
    }
  }
}

/** What a finding names a row by. */
function idOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('_id' in value)) return undefined;
  return typeof value._id === 'string' ? value._id.slice(0, 100) : undefined;
}

/** Takes all rows of a text; see `MessageImport`. */
export function importMessages(
  rows: Iterable<FoundRow>,
  options: MessageImportOptions,
): MessageFindings & { messages: Message[] } {
  const work = new MessageImport(options);
  const messages: Message[] = [];
  for (const row of rows) {
    const message = work.read(row);
    if (message) messages.push(message);
  }
  return { messages, ...work.findings() };
}
