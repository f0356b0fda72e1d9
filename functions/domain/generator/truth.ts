import { dayMs, toIso } from '../dates.ts';
import {
  type ContainmentType,
  containmentAt,
  containmentTypes,
  type Session,
  type SessionType,
  sessionTypes,
  statusAt,
} from '../session.ts';

/** What a test can assert of some sessions. */
export interface Counts {
  total: number;
  /** Sessions still running at the truth's instant; they are in `total` too. */
  active: number;
  /** Once every session is closed. */
  perContainmentType: Record<ContainmentType, number>;
  /** As getSessions lists them at the truth's instant: the active ones under selfService. */
  perContainmentTypeAsListed: Record<ContainmentType, number>;
  perSessionType: Record<SessionType, number>;
  /** Once every session is closed. */
  perCombination: Record<ContainmentType, Record<SessionType, number>>;
  /** By the GMT date of the start (yyyy-mm-dd), days without sessions left out. */
  perDay: Record<string, number>;
}

export interface GroundTruth extends Counts {
  /** ISO time at which `active` and `perContainmentTypeAsListed` hold: the `to` of the arguments. */
  at: string;
  /** How many different users the sessions have. */
  users: number;
  perBot: Record<string, Counts>;
}

function zeros<K extends string>(keys: readonly K[]): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
}

class Counter {
  readonly #days = new Map<number, number>();
  readonly #counts: Omit<Counts, 'perDay'> = {
    total: 0,
    active: 0,
    perContainmentType: zeros(containmentTypes),
    perContainmentTypeAsListed: zeros(containmentTypes),
    perSessionType: zeros(sessionTypes),
    perCombination: {
      dropOff: zeros(sessionTypes),
      selfService: zeros(sessionTypes),
      agent: zeros(sessionTypes),
    },
  };

  add(session: Session, at: number): void {
    const { containmentType, sessionType, startTime } = session;
    const counts = this.#counts;
    counts.total += 1;
    if (statusAt(session, at) === 'active') counts.active += 1;
    const listed = containmentAt(session, at);
    if (containmentType) counts.perContainmentType[containmentType] += 1;
    if (listed) counts.perContainmentTypeAsListed[listed] += 1;
    if (sessionType) counts.perSessionType[sessionType] += 1;
    if (containmentType && sessionType) counts.perCombination[containmentType][sessionType] += 1;
    const day = Math.floor(startTime / dayMs);
    this.#days.set(day, (this.#days.get(day) ?? 0) + 1);
  }

  counts(): Counts {
    const days = [...this.#days].sort(([a], [b]) => a - b);
    const perDay = Object.fromEntries(days.map(([day, count]) => [toIso(day * dayMs).slice(0, 10), count]));
    return structuredClone({ ...this.#counts, perDay });
  }
}

/** Counts sessions one by one, so that they need not be held. */
export class TruthTally {
  readonly #at: number;
  readonly #all = new Counter();
  readonly #bots: Map<string, Counter>;
  readonly #users = new Set<string>();

  /** @param at Unix ms at which sessions are taken as listed; @param botIds bots to name even without sessions */
  constructor(at: number, botIds: readonly string[] = []) {
    this.#at = at;
    this.#bots = new Map(botIds.map((botId) => [botId, new Counter()]));
  }

  add(session: Session): void {
    this.#all.add(session, this.#at);
    const bot = this.#bots.get(session.botId) ?? new Counter();
    this.#bots.set(session.botId, bot);
    bot.add(session, this.#at);
    if (session.userId !== '') this.#users.add(session.userId);
  }

  /** The truth of what was added so far. */
  truth(): GroundTruth {
    return {
      at: toIso(this.#at),
      ...this.#all.counts(),
      users: this.#users.size,
      perBot: Object.fromEntries([...this.#bots].map(([botId, counter]) => [botId, counter.counts()])),
    };
  }
}
