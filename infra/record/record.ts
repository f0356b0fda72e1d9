import { randomBytes } from 'node:crypto';
import { Failure } from '../errors.ts';
import type { Ask } from '../real-api/ask.ts';
import type { Answered, Outcome } from '../real-api/outcome.ts';
import { checkRows } from './check.ts';
import { type Recorded, recordedOf } from './recorded.ts';
import { Replacements } from './replacements.ts';
import { type SanitisedRow, sanitise } from './sanitise.ts';

const dayMs = 86_400_000;
/** The longest shift, in days. */
const mostShifted = 300;

/** What a recording that was interrupted goes on with. Whoever has the key can tell whether a text was recorded. */
export interface RecordState {
  /** Unix ms: the end of the newest window. */
  at: number;
  days: number;
  keep: readonly string[];
  /** Whether messages are recorded too. */
  messages?: boolean;
  /** Hex; what replacements and the shift follow from. */
  key: string;
  attempts: Record<string, number>;
  /** How many windows are written, newest first, those of messages behind those of sessions; and how many rows that are. */
  windows: number;
  rows: number;
  messageRows?: number;
}

export interface RecordOptions {
  ask: (ask: Ask) => Promise<Outcome>;
  state: RecordState;
  /** Writes the rows of one window, and keeps the state that goes on from there. */
  write: (rows: readonly SanitisedRow[], state: RecordState, kind: Recorded) => void;
  /** Called where a window holds more than the API shows. */
  warn?: (line: string) => void;
  /** Called for each request: how many there will be once that is known, and how many there were. */
  progress?: (sent: number, of: number | undefined) => void;
}

export const newState = (
  at: number,
  days: number,
  keep: readonly string[],
  messages = false,
): RecordState => ({
  at,
  days,
  keep,
  messages,
  key: randomBytes(32).toString('hex'),
  attempts: {},
  windows: 0,
  rows: 0,
  messageRows: 0,
});

/** A window whose rows are written together. */
interface Part {
  kind: Recorded;
  dateFrom: string;
  dateTo: string;
}

/** Windows of so many days at most, the newest first, that hold the days without a gap and without meeting. */
export function windowsOf(
  { at, days }: Pick<RecordState, 'at' | 'days'>,
  atMost = 7,
): { dateFrom: string; dateTo: string }[] {
  return Array.from({ length: Math.ceil(days / atMost) }, (_, index) => {
    const to = at - index * atMost * dayMs;
    const from = Math.max(to - atMost * dayMs, at - days * dayMs);
    return { dateFrom: new Date(from + 1).toISOString(), dateTo: new Date(to).toISOString() };
  });
}

/** All windows: sessions by seven days, and messages, of which there are more, by one. */
export function partsOf(state: Pick<RecordState, 'at' | 'days' | 'messages'>): Part[] {
  const kinds: readonly Recorded[] = state.messages ? ['sessions', 'messages'] : ['sessions'];
  return kinds.flatMap((kind) =>
    windowsOf(state, recordedOf[kind].windowDays).map((window) => ({ kind, ...window })),
  );
}

/**
 * Reads a bot's sessions window by window, then its messages, and hands them on with nothing personal in them.
 *
 * @returns how many there were
 * @throws Failure where a request is not answered, or something personal would be written
 */
export async function record({
  ask,
  state,
  write,
  progress,
  warn,
}: RecordOptions): Promise<{ sessions: number; messages: number }> {
  const replacements = new Replacements(Buffer.from(state.key, 'hex'), state.attempts);
  let sent = 0;
  let expected: number | undefined;
  const counted = async (request: Ask): Promise<Answered> => {
    const outcome = await ask(request);
    sent += 1;
    progress?.(sent, expected === undefined ? undefined : Math.max(expected, sent));
    return answered(outcome);
  };

  const left = partsOf(state).slice(state.windows);
  const totals: number[] = [];
  for (const { kind, dateFrom, dateTo } of left) {
    totals.push((await counted(recordedOf[kind].ask({ dateFrom, dateTo, limit: 1 }))).total);
  }
  expected = sent + totals.reduce((sum, total) => sum + Math.ceil(total / rowsPerPage), 0);
  progress?.(sent, expected);

  let current = state;
  for (const [index, { kind, dateFrom, dateTo }] of left.entries()) {
    const total = totals[index] ?? 0;
    const rows = total === 0 ? [] : await rowsIn(kind, { dateFrom, dateTo }, counted);
    if (rows.length < total)
      warn?.(
        `Of ${total} ${kind} from ${dateFrom} to ${dateTo} the API has shown ${rows.length}: the others are not recorded.`,
      );
    const { form } = recordedOf[kind];
    const options = { form, replacements, shiftMs: shiftOf(state.key), keep: state.keep };
    const sanitised = sanitise(rows, options);
    checkRows(sanitised, form, replacements.originals, state.keep);
    const { attempts } = replacements;
    current = { ...withRows(current, kind, rows.length), attempts, windows: current.windows + 1 };
    write(sanitised, current, kind);
  }
  return { sessions: current.rows, messages: current.messageRows ?? 0 };
}

function withRows(state: RecordState, kind: Recorded, count: number): RecordState {
  return kind === 'sessions'
    ? { ...state, rows: state.rows + count }
    : { ...state, messageRows: (state.messageRows ?? 0) + count };
}

/** A whole number of days back, ms, which nobody can guess without the key. */
function shiftOf(key: string): number {
  return -(1 + (Number.parseInt(key.slice(0, 12), 16) % mostShifted)) * dayMs;
}

const rowsPerPage = 1_000;

async function rowsIn(
  kind: Recorded,
  window: object,
  ask: (request: Ask) => Promise<Answered>,
): Promise<Record<string, unknown>[]> {
  const { ask: askFor, rowsOf, idOf } = recordedOf[kind];
  const rows = new Map<unknown, Record<string, unknown>>();
  let skip = 0;
  for (;;) {
    const page = await ask(askFor({ ...window, limit: rowsPerPage, skip }));
    const shown = rowsOf(page);
    for (const row of shown) rows.set(idOf(row), row);
    skip += shown.length;
    if (skip >= page.total || shown.length === 0) break;
  }
  return [...rows.values()];
}

function answered(outcome: Outcome): Answered {
  if (outcome.kind === 'answered') return outcome;
  const said = outcome.kind === 'failed' ? outcome.why : `${outcome.status} ${outcome.msg ?? ''}`.trim();
  throw new Failure(`The API did not answer: ${said}. The same command goes on where it was.`);
}
