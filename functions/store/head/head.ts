import type { AccountClock } from '../../domain/clock.ts';
import type { FaultPlan, FaultRule } from '../../domain/faults.ts';
import type { RateLimit } from '../../domain/rate-limit.ts';
import type { SettingsInput } from '../../domain/settings.ts';

/** The account's small, hot item: read once by every request. */
export interface Head {
  accountId: string;
  createdAt: number;
  expiresAt?: number;
  clock: AccountClock;
  /** Tells who advanced the clock last. */
  clockMark?: string;
  /** As given; defaults are filled in on reading, so that they can improve. */
  settings: SettingsInput;
  rateLimit?: RateLimit | null;
  faults?: StoredFaults | null;
  /** Tells the account from earlier ones that had its id: the number of its first data set. */
  born: number;
  /** The data set that requests see. */
  epoch: number;
  /** Unix ms until which the index may not show all that this data set began with. */
  dataSettlesAt?: number;
  /** The last number given to a data set; none is used twice. */
  lastEpoch: number;
  /** Rises with every change of bots and apps, which a warm instance keeps. */
  configRevision: number;
  /** What has become of the sessions, as `toLogText` writes it; absent: nothing since the account was made. */
  log?: string;
}

/** Rules as the table keeps them: their bodies are any JSON, and not every JSON number is one of DynamoDB's. */
export interface StoredFaults {
  generation: string;
  /** JSON. */
  rules: string;
}

export function toStoredFaults(plan: FaultPlan | null): StoredFaults | null {
  return plan && { generation: plan.generation, rules: JSON.stringify(plan.rules) };
}

export function toFaultPlan(stored: StoredFaults | null | undefined): FaultPlan | null {
  return stored ? { generation: stored.generation, rules: JSON.parse(stored.rules) as FaultRule[] } : null;
}
