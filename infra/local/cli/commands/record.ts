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
import { type ExitCode, exitCodes, Failure, messageOf, NotReadyError } from '../../../errors.ts';
import type { Target } from '../../../real-api/ask.ts';
import { LeakFailure } from '../../../record/check.ts';
import { newState, type RecordState, record } from '../../../record/record.ts';
import type { SanitisedRow } from '../../../record/sanitise.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { count } from '../shared/output.ts';
import { Progress } from '../shared/progress.ts';
import {
  durationText,
  markOf,
  openRealApi,
  readPerMinute,
  readTarget,
  targetOptions,
} from '../shared/real-target.ts';
import { wrongUsage } from '../shared/wording.ts';

const mostDays = 3_650;

/** What a recording goes on with. */
interface Kept {
  /** A mark of where the sessions come from. */
  target: string;
  state: RecordState;
  /** How much of the file is whole. */
  bytes: number;
}

/** What is recorded so far, beside the file that it will become. */
class Recording {
  readonly #part: string;
  readonly #state: string;
  readonly path: string;

  readonly #target: string;

  constructor(path: string, target: Target) {
    this.path = path;
    this.#target = markOf(target);
    this.#part = `${path}.part`;
    this.#state = `${path}.state.json`;
  }

  /** What an earlier run has left that was for the same; what it wrote last is taken away if it is not whole. */
  resume(days: number, keep: readonly string[]): RecordState | undefined {
    if (!existsSync(this.#state) || !existsSync(this.#part)) return undefined;
    const { target, state, bytes } = this.#readState();
    if (target !== this.#target || state.days !== days || state.keep.join() !== keep.join()) {
      throw new NotReadyError(
        `${this.#state} is of a recording with another --url, --bot, --client-id, --days or --keep, which is not finished. Name another file with --out, or remove ${this.#state}.`,
      );
    }
    truncateSync(this.#part, bytes);
    return state;
  }

  #readState(): Kept {
    try {
      return JSON.parse(readFileSync(this.#state, 'utf8')) as Kept;
    } catch {
      throw new NotReadyError(`${this.#state} cannot be read: remove it to begin anew.`);
    }
  }

  /** Takes away what is recorded so far. */
  forget(): void {
    rmSync(this.#part, { force: true });
    rmSync(this.#state, { force: true });
  }

  begin(): void {
    writeFileSync(this.#part, '');
  }

  /** Only what has been sanitised can be written. */
  add(rows: readonly SanitisedRow[], state: RecordState): void {
    const file = openSync(this.#part, 'a');
    for (const row of rows) writeSync(file, `${JSON.stringify(row)}\n`);
    closeSync(file);
    const kept: Kept = { target: this.#target, state, bytes: statSync(this.#part).size };
    writeFileSync(`${this.#state}.part`, JSON.stringify(kept), { mode: 0o600 });
    renameSync(`${this.#state}.part`, this.#state);
  }

  finish(): void {
    renameSync(this.#part, this.path);
    rmSync(this.#state, { force: true });
  }
}

function readDays({ text }: Invocation): number {
  const given = text('days') ?? '7';
  const days = /^\d+$/.test(given) ? Number(given) : 0;
  if (days >= 1 && days <= mostDays) return days;
  throw wrongUsage(`--days must be a number from 1 to ${mostDays}, not ${given}`, 'record');
}

async function run(invocation: Invocation): Promise<ExitCode> {
  const { words, flag, text, output, terminal, time } = invocation;
  const keep = [...words, ...(text('keep')?.split(',') ?? [])].sort();
  if (words.length > 0 && text('keep') === undefined)
    throw wrongUsage(`"${words[0]}" is not expected`, 'record');
  const days = readDays(invocation);
  const perMinute = readPerMinute('record', invocation);
  if (flag('plan')) {
    output.result({ windows: Math.ceil(days / 7) }, () => planText(days));
    return exitCodes.done;
  }
  const path = text('out');
  if (path === undefined) throw wrongUsage('Name a file with --out', 'record');
  const target = readTarget('record', invocation);
  if (keep.length > 0)
    output.say(
      `Warning: ${keep.join(', ')} will be written as they are. Look at the file before you give it away.`,
    );

  const telling = keep.filter((name) => ['sessionId', 'start_time', 'end_time'].includes(name));
  if (telling.length > 0)
    output.say(
      `Warning: beside ${telling.join(', ')} anybody can tell by how many days the times are shifted.`,
    );

  const recording = new Recording(path, target);
  const resumed = recording.resume(days, keep);
  if (resumed) output.say(`Going on after ${count(resumed.windows, 'window')}.`);
  else recording.begin();
  const { api, pace, signal } = openRealApi(target, perMinute, invocation);
  const progress = new Progress(time, terminal);
  let told = 0;
  try {
    const sessions = await record({
      ask: (ask) => api.ask(ask),
      state: resumed ?? newState(time.now(), days, keep),
      write: (rows, state) => recording.add(rows, state),
      warn: (line) => output.say(`Warning: ${line}`),
      progress: (sent, of) => {
        if (of === undefined) return progress.show('counting');
        const left = durationText(pace.estimateMs(of - sent));
        progress.show(`${sent} of ${of} requests, ${left} left`, sent / of);
        if (told === of || of === sent || terminal.isWatched) return;
        told = of;
        output.say(`${of - sent} requests to go: about ${left}.`);
      },
    });
    recording.finish();
    const how = `kore-sessions-emulator import ${path} --add-bots`;
    output.result(
      { sessions, file: path },
      () => `${count(sessions, 'session')} in ${path}. It imports with: ${how}`,
    );
    return exitCodes.done;
  } catch (error) {
    if (signal.aborted) throw new Failure('Stopped. The same command goes on where it was.');
    if (error instanceof LeakFailure) recording.forget();
    throw error instanceof Failure ? error : new Failure(`Recording failed: ${messageOf(error)}.`);
  } finally {
    progress.end();
  }
}

const planText = (days: number): string =>
  `For each of ${count(Math.ceil(days / 7), 'window')} of 7 days at most: POST /api/public/bot/{botId}/getSessions with {"dateFrom", "dateTo", "limit": 1}, then pages of 1,000 with {"dateFrom", "dateTo", "limit": 1000, "skip"}.`;

export const recordCommand: Command = {
  name: 'record',
  summary: 'take real sessions home, with nothing personal in them',
  usage: [
    'record --url URL --bot ID --client-id ID --days NUMBER --out FILE [--keep FIELDS]',
    'record --plan --days NUMBER',
  ],
  details: [
    'Reads the sessions of the last days by getSessions, in windows of 7 days and pages of 1,000, 50 requests',
    'a minute. Nothing else is sent, and nothing is changed. --plan says what would be sent, and sends',
    'nothing. The secret is read from KORE_CLIENT_SECRET only, and is never written.',
    '',
    'Written: NDJSON that imports. A value stays only where it is known to be harmless: channels, language',
    'codes, types, states, counts, true and false. Everything else, names of members that are not known',
    'included, is replaced by something of the same shape, the same by the same; times are shifted by one',
    'random whole number of days. Before anything is written it is looked at once more; where something would',
    'leak, nothing is written.',
    '',
    'FILE is there once all is recorded. Until then FILE.part holds what is sanitised already, and',
    'FILE.state.json the random key of this recording, by which the same command goes on after Ctrl-C; it is',
    'removed at the end.',
  ],
  options: {
    ...targetOptions,
    days: { value: 'NUMBER', about: 'how many days back (default 7)' },
    out: { value: 'FILE', about: 'where the sessions are written' },
    keep: { value: 'FIELDS', about: 'members of a row that stay as they are, with commas between them' },
    plan: { about: 'say what would be sent, and send nothing' },
  },
  asksVendor: true,
  run,
};
