import type { Account } from '../domain/account.ts';
import type { FaultSubject, RouteKind } from '../domain/faults.ts';
import type { Narrowing } from '../domain/journal.ts';
import type { Reason } from '../domain/refusal.ts';
import type { Usage } from '../store/table/meter.ts';
import type { BodyObject } from './body.ts';

/** One of the vendor's APIs as the front door takes it: what is its own, and nothing that every API has. */
export interface EmulatedApi {
  /** As the vendor calls it; log and journal have it. */
  name: string;
  /** Those it allows; any other is refused. A route may allow others. */
  methods: readonly string[];
  routes: readonly ApiRoute[];
  /** The one scope that it asks for. */
  scope: ApiScope;
  /** Whose requests count with its own where there are rate limits; absent: nobody's but those of other such APIs. */
  rateBucket?: RateBucket;
  /** What of the query string an account's fault rules can match. */
  faultSubject?: (parameters: URLSearchParams) => Pick<FaultSubject, 'containmentType'>;
  /** Names of the fields, and of the parameters behind a "?", that nothing reads. */
  unread: (sent: Sent) => string[];
  /** What is to be said of a request in log and journal, though it is answered all the same. */
  notes?: (sent: Sent) => string[];
  /**
   * Answers a request of somebody who may ask.
   *
   * @param usage to which is added what it costs
   * @throws Refusal where what was sent is not valid; whatever the store throws
   */
  answer: (sent: Sent, asker: Asker, usage: Usage) => Promise<Answer>;
  /**
   * How much each part of a request has left of what the account has; undefined where it has nothing. Asked for where
   * nothing was found.
   *
   * @throws as `answer`
   */
  narrow?: (sent: Sent, asker: Asker) => Promise<Narrowing | undefined>;
}

/** A path for one bot, if it has `{botId}` in it, or for every bot of the account. */
export interface ApiRoute {
  path: string;
  /** Other paths that mean the same. */
  aliases?: readonly string[];
  /** Those it allows; the API's when left out. */
  methods?: readonly string[];
  /** What metrics count it under; `{name}.{kind}` when left out. Each value is paid for. */
  metric?: string;
}

/** Requests that are counted together. */
export interface RateBucket {
  name: string;
  /** Whether an account has them counted with those of APIs that have no bucket of their own. */
  isShared: (account: Account) => boolean;
}

/** A scope, and how the vendor's builder and admin console word it. */
export interface ApiScope {
  id: string;
  builderWords: string;
  adminWords: string;
}

/** What of a request an API reads, once its route and caller are known. */
export interface Sent {
  method: string;
  kind: RouteKind;
  body: BodyObject;
  parameters: URLSearchParams;
  /** Where a fault says so: what the order of what has no order of its own follows from. */
  shuffle?: string | number | undefined;
}

/** Who asks, and for which bots. */
export interface Asker {
  account: Account;
  botIds: readonly string[];
  /** The account's clock, Unix ms. */
  now: number;
}

/** An answer's body, and what is worth logging of it. */
export interface Answer {
  body: string | Uint8Array<ArrayBuffer>;
  /** How many there are of what was asked for, and how many are in the body. */
  total?: number;
  returned?: number;
  /** Why it is not all that was asked for. */
  reason?: Reason;
}
