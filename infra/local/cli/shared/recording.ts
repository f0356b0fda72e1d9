import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { resolve } from 'node:path';
import { NotReadyError } from '../../../errors.ts';
import type { Target } from '../../../real-api/ask.ts';
import type { RecordState } from '../../../record/record.ts';
import type { Recorded } from '../../../record/recorded.ts';
import type { SanitisedRow } from '../../../record/sanitise.ts';
import { markOf } from './real-target.ts';

/** What a recording goes on with. */
interface Kept {
  /** A mark of where the rows come from. */
  target: string;
  state: RecordState;
  /** How much of the file with sessions is whole, and of the one with messages. */
  bytes: number;
  messageBytes?: number;
  /** The file of the messages, where they are recorded; of recordings before this was noted absent. */
  messagesPath?: string;
}

/** What is recorded so far, beside the files that it will become. */
export class Recording {
  readonly #paths: Partial<Record<Recorded, string>>;
  readonly #state: string;
  readonly #target: string;

  /** @param messages the file of the messages, where they are recorded too */
  constructor(sessions: string, messages: string | undefined, target: Target) {
    this.#paths = {
      sessions: resolve(sessions),
      ...(messages === undefined ? {} : { messages: resolve(messages) }),
    };
    this.#target = markOf(target);
    this.#state = `${sessions}.state.json`;
  }

  /** What an earlier run has left that was for the same; what it wrote last is taken away if it is not whole. */
  resume(days: number, keep: readonly string[]): RecordState | undefined {
    if (!existsSync(this.#state)) return undefined;
    const { target, state, bytes, messageBytes = 0, messagesPath } = this.#readState();
    const { messages } = this.#paths;
    const isSame =
      target === this.#target &&
      state.days === days &&
      state.keep.join() === keep.join() &&
      (state.messages ?? false) === (messages !== undefined) &&
      (messagesPath === undefined || messagesPath === messages);
    if (!isSame) {
      throw new NotReadyError(
        `${this.#state} is of a recording with another --url, --bot, --client-id, --days, --keep or --messages, which is not finished. Give them as they were, name another file with --out, or remove ${this.#state}.`,
      );
    }
    const parts = this.#parts();
    const missing = parts.find((part) => !existsSync(part));
    if (missing !== undefined) {
      throw new NotReadyError(
        `${missing} is gone, in which an unfinished recording was: remove ${this.#state} to begin anew.`,
      );
    }
    for (const [index, part] of parts.entries()) truncateSync(part, index === 0 ? bytes : messageBytes);
    return state;
  }

  #readState(): Kept {
    try {
      return JSON.parse(readFileSync(this.#state, 'utf8')) as Kept;
    } catch {
      throw new NotReadyError(`${this.#state} cannot be read: remove it to begin anew.`);
    }
  }

  #parts(): string[] {
    return Object.values(this.#paths).map(partOf);
  }

  /** Takes away what is recorded so far. */
  forget(): void {
    for (const part of this.#parts()) rmSync(part, { force: true });
    rmSync(this.#state, { force: true });
  }

  begin(): void {
    for (const part of this.#parts()) writeFileSync(part, '');
  }

  /** Only what has been sanitised can be written. */
  add(rows: readonly SanitisedRow[], state: RecordState, kind: Recorded): void {
    const path = this.#paths[kind];
    if (path === undefined) throw new Error(`No file is named for ${kind}.`);
    const file = openSync(partOf(path), 'a');
    for (const row of rows) writeSync(file, `${JSON.stringify(row)}\n`);
    closeSync(file);
    const [bytes = 0, messageBytes] = this.#parts().map((part) => statSync(part).size);
    const kept: Kept = {
      target: this.#target,
      state,
      bytes,
      ...(messageBytes === undefined ? {} : { messageBytes, messagesPath: this.#paths.messages ?? '' }),
    };
    writeFileSync(`${this.#state}.part`, JSON.stringify(kept), { mode: 0o600 });
    renameSync(`${this.#state}.part`, this.#state);
  }

  finish(): void {
    for (const path of Object.values(this.#paths)) renameSync(partOf(path), path);
    rmSync(this.#state, { force: true });
  }
}

const partOf = (path: string): string => `${path}.part`;
