import {
  type ContainmentType,
  containmentAt,
  containmentTypes,
  type SessionType,
  sessionTypes,
} from '../session.ts';
import type { Window } from '../window.ts';
import type { PreparedFilter } from './filter.ts';
import { decode } from './kind-code.ts';
import { findMatches } from './matches.ts';
import type { DaySlices } from './select.ts';
import type { Slice } from './slice.ts';

/** What filters do not know counts under it. */
export const other = 'other';

/** How many sessions there are, and of which kinds. */
export interface Summary {
  total: number;
  /** Those that the clock shows as active, or whose status is fixed so. */
  active: number;
  perBot: Record<string, number>;
  /** By the GMT date of the start (yyyy-mm-dd), days without sessions left out. */
  perDay: Record<string, number>;
  /** By the GMT hour of the start (yyyy-mm-ddThh), hours without sessions left out. */
  perHour: Record<string, number>;
  /** Once every session is closed. */
  perContainmentType: Record<ContainmentType | typeof other, number>;
  /** As getSessions lists them: active ones under selfService. */
  perContainmentTypeAsListed: Record<ContainmentType | typeof other, number>;
  perSessionType: Record<SessionType | typeof other, number>;
}

const zeros = <Name extends string>(names: readonly Name[]): Record<Name | typeof other, number> =>
  Object.fromEntries([...names, other].map((name) => [name, 0])) as Record<Name | typeof other, number>;

const hourMs = 3_600_000;
const perTurn = 4_096;

/** Counts sessions from slices of the index, without their rows. */
export class SummaryTally {
  readonly #window: Window;
  readonly #filter: PreparedFilter | undefined;
  readonly #now: number;
  readonly #hours = new Map<number, number>();
  readonly #counts: Omit<Summary, 'perDay' | 'perHour'> = {
    total: 0,
    active: 0,
    perBot: {},
    perContainmentType: zeros(containmentTypes),
    perContainmentTypeAsListed: zeros(containmentTypes),
    perSessionType: zeros(sessionTypes),
  };

  /**
   * @param window the starts that count, Unix ms, both inclusive
   * @param now the account's clock, Unix ms
   */
  constructor(window: Window, filter: PreparedFilter | undefined, now: number) {
    this.#window = window;
    this.#filter = filter;
    this.#now = now;
  }

  /** Counts those of a bot, in steps after each of which others may have their turn. */
  *add(botId: string, days: readonly DaySlices[]): Generator<undefined, void> {
    const before = this.#counts.total;
    for (const { slice, hidden } of days.flat()) {
      const matches = (yield* findMatches(slice, this.#window, this.#filter, this.#now)).without(hidden);
      for (let index = 0; index < matches.count; index++) {
        if (index % perTurn === perTurn - 1) yield;
        this.#count(slice, matches.positionAt(index));
      }
    }
    this.#counts.perBot[botId] = this.#counts.total - before;
  }

  #count(slice: Slice, position: number): void {
    const counts = this.#counts;
    const session = { ...decode(slice.codeAt(position)), endTime: slice.endAt(position) };
    const { sessionStatus, containmentType, sessionType, endTime } = session;
    const hour = Math.floor(slice.startAt(position) / hourMs);
    this.#hours.set(hour, (this.#hours.get(hour) ?? 0) + 1);
    counts.total += 1;
    if (sessionStatus === 'active' || (sessionStatus === undefined && this.#now < endTime))
      counts.active += 1;
    counts.perContainmentType[containmentType ?? other] += 1;
    counts.perContainmentTypeAsListed[containmentAt(session, this.#now) ?? other] += 1;
    counts.perSessionType[sessionType ?? other] += 1;
  }

  /** What was counted so far; hours and days in their order. */
  summary(): Summary {
    const hours = [...this.#hours].sort(([a], [b]) => a - b);
    const perDay: Record<string, number> = {};
    const perHour: Record<string, number> = {};
    for (const [hour, count] of hours) {
      const text = new Date(hour * hourMs).toISOString();
      const day = text.slice(0, 10);
      perDay[day] = (perDay[day] ?? 0) + count;
      perHour[text.slice(0, 13)] = count;
    }
    return { ...this.#counts, perDay, perHour };
  }
}
