import { randomBytes } from 'node:crypto';
import { Failure } from '../errors.ts';
import type { Ask } from '../real-api/ask.ts';
import type { Answered, Outcome, RealRow } from '../real-api/outcome.ts';
import { checkRows } from './check.ts';
import { Replacements } from './replacements.ts';
import { type SanitisedRow, sanitise } from './sanitise.ts';

const dayMs = 86_400_000;
const rowsPerPage = 1_000;
/** The longest shift, in days. */
const mostShifted = 300;

/** What a recording that was interrupted goes on with. Whoever has the key can tell whether a text was recorded. */
export interface RecordState {
  /** Unix ms: the end of the newest window. */
  at: number;
  days: number;
  keep: readonly string[];
  /** Hex; what replacements and the shift follow from. */
  key: string;
  attempts: Record<string, number>;
  /** How many windows are written, newest first, and how many rows that are. */
  windows: number;
  rows: number;
}

export interface RecordOptions {
  ask: (ask: Ask) => Promise<Outcome>;
  state: RecordState;
  /** Writes the rows of one window, and keeps the state that goes on from there. */
  write: (rows: readonly SanitisedRow[], state: RecordState) => void;
  /** Called where a window holds more sessions than the API shows. */
  warn?: (line: string) => void;
  /** Called for each request: how many there will be once that is known, and how many there were. */
  progress?: (sent: number, of: number | undefined) => void;
}

export const newState = (at: number, days: number, keep: readonly string[]): RecordState => ({
  at,
  days,
  keep,
  key: randomBytes(32).toString('hex'),
  attempts: {},
  windows: 0,
  rows: 0,
});

/** Windows of seven days at most, the newest first, that hold the days without a gap and without meeting. */
export function windowsOf({
  at,
  days,
}: Pick<RecordState, 'at' | 'days'>): { dateFrom: string; dateTo: string }[] {
  const count = Math.ceil(days / 7);
  return Array.from({ length: count }, (_, index) => {
    const to = at - index * 7 * dayMs;
    const from = Math.max(to - 7 * dayMs, at - days * dayMs);
    return { dateFrom: new Date(from + 1).toISOString(), dateTo: new Date(to).toISOString() };
  });
}

/**
 * Reads a bot's sessions window by window, and hands them on with nothing personal in them.
 *
 * @returns how many sessions there were
 * @throws Failure where a request is not answered, or something personal would be written
 */
export async function record({ ask, state, write, progress, warn }: RecordOptions): Promise<number> {
  const replacements = new Replacements(Buffer.from(state.key, 'hex'), state.attempts);
  const options = { replacements, shiftMs: shiftOf(state.key), keep: state.keep };
  let sent = 0;
  let expected: number | undefined;
  const counted = async (request: Ask): Promise<Answered> => {
    const outcome = await ask(request);
    sent += 1;
    progress?.(sent, expected === undefined ? undefined : Math.max(expected, sent));
    return answered(outcome);
  };

  const left = windowsOf(state).slice(state.windows);
  const totals: number[] = [];
  for (const window of left) totals.push((await counted({ body: { ...window, limit: 1 } })).total);
  expected = sent + totals.reduce((sum, total) => sum + Math.ceil(total / rowsPerPage), 0);
  progress?.(sent, expected);

  let current = state;
  for (const [index, window] of left.entries()) {
    const rows = totals[index] === 0 ? [] : await rowsIn(window, counted);
    const total = totals[index] ?? 0;
    if (rows.length < total)
      warn?.(
        `Of ${total} sessions from ${window.dateFrom} to ${window.dateTo} the API has shown ${rows.length}: the others are not recorded.`,
      );
    const sanitised = sanitise(rows, options);
    checkRows(sanitised, replacements.originals, state.keep);
    current = {
      ...current,
      attempts: replacements.attempts,
      windows: current.windows + 1,
      rows: current.rows + rows.length,
    };
    write(sanitised, current);
  }
  return current.rows;
}

/** A whole number of days back, ms, which nobody can guess without the key. */
export function shiftOf(key: string): number {
  return -(1 + (Number.parseInt(key.slice(0, 12), 16) % mostShifted)) * dayMs;
}

async function rowsIn(window: object, ask: (request: Ask) => Promise<Answered>): Promise<RealRow[]> {
  const rows = new Map<string, RealRow>();
  let skip = 0;
  for (;;) {
    const page = await ask({ body: { ...window, limit: rowsPerPage, skip } });
    for (const row of page.rows) rows.set(row.sessionId, row);
    skip += page.rows.length;
    if (skip >= page.total || page.rows.length === 0) break;
  }
  return [...rows.values()];
}

function answered(outcome: Outcome): Answered {
  if (outcome.kind === 'answered') return outcome;
  const said = outcome.kind === 'failed' ? outcome.why : `${outcome.status} ${outcome.msg ?? ''}`.trim();
  throw new Failure(`The API did not answer: ${said}. The same command goes on where it was.`);
}
