import type * as z from 'zod';
import type { CallTypes } from '../../functions/control/call-types.ts';
import type { generationSchema, scenarioSchema } from '../../functions/control/generation.ts';
import type { ProblemCode } from '../../functions/control/problem.ts';
import type { faultRuleSchema } from '../../functions/domain/faults.ts';
import type { GroundTruth } from '../../functions/domain/generator/truth.ts';
import type { JournalEntry } from '../../functions/domain/journal.ts';
import type { ImportWarning, RejectedRow } from '../../functions/domain/rows/findings.ts';
import type { settingsSchema } from '../../functions/domain/settings.ts';

export type { JournalEntry, ProblemCode, RejectedRow };

/** What came for a request, read whole. */
export interface Answer {
  method: string;
  url: string;
  status: number;
  headers: Headers;
  text: string;
}

export interface Health {
  version: string;
  engine: string;
  ready: boolean;
}

export interface ClockView {
  mode: 'real' | 'frozen' | 'offset';
  now: string;
  offsetMs?: number;
}

export interface AppView {
  kind: 'builder' | 'admin';
  name: string;
  clientId: string;
  clientSecret: string;
}

export interface AccountView {
  accountId: string;
  createdAt: string;
  expiresAt?: string;
  clock: ClockView;
  settings: z.output<typeof settingsSchema>;
  rateLimit: 'off' | { perMinute: number; perHour: number };
  bots: { botId: string; name: string }[];
  apps: AppView[];
}

export interface CreatedAccount extends AccountView {
  seed?: { written: number; settled: boolean; truth: GroundTruth };
}

export interface AccountPage {
  accounts: { accountId: string; createdAt: string; expiresAt?: string }[];
  /** The `cursor` of the next page. */
  next?: string;
}

export interface JournalPage {
  requests: JournalEntry[];
  next?: string;
}

export interface ImportResult {
  written: number;
  replaced: number;
  /** By their place among the rows that were sent, from 0. */
  rejected: RejectedRow[];
  /** What was odd about rows that were taken, once for each kind. */
  warnings?: ImportWarning[];
  /** Bots of the rows that were added to the account. */
  addedBots?: string[];
  /** Whether queries see all of it already. */
  settled: boolean;
}

export interface Generated {
  written: number;
  replaced: number;
  settled: boolean;
  total: number;
  /** The `offset` of the part after this one. */
  next?: number;
  /** What is true of the sessions up to the last one written. */
  truth: GroundTruth;
  /** Every argument with its value: given again, they make the same sessions. */
  arguments: Record<string, unknown>;
}

export interface Snapshot {
  name: string;
  createdAt: string;
  sessions: number;
}

export interface Minted {
  token: string;
  claims: Record<string, unknown>;
  /** The reason code that a flawed token is refused for. */
  refusedFor?: string;
}

export type FaultRuleInput = z.input<typeof faultRuleSchema>;

type Query = Readonly<Record<string, string | number | undefined>>;

interface OfAccount {
  accountId: string;
}

interface OfSnapshot extends OfAccount {
  name: string;
}

/** What each call takes and gives, by the id that it has in the control API's OpenAPI document. */
export interface Calls {
  getHealth: { takes: object; gives: Health };
  listAccounts: { takes: { query?: Query }; gives: AccountPage };
  createAccount: { takes: { body: CallTypes['createAccount']['body'] }; gives: CreatedAccount };
  getAccount: { takes: OfAccount; gives: AccountView };
  removeAccount: { takes: OfAccount; gives: Removal };
  importSessions: {
    takes: OfAccount & { query?: Query; body: readonly unknown[] | string };
    gives: ImportResult;
  };
  generateSessions: {
    takes: OfAccount & { body: z.input<typeof generationSchema> | z.input<typeof scenarioSchema> };
    gives: Generated;
  };
  resetAccount: {
    takes: OfAccount & { body: CallTypes['resetAccount']['body'] };
    gives: { written: number; clock: ClockView };
  };
  listSnapshots: { takes: OfAccount; gives: { snapshots: Snapshot[] } };
  keepSnapshot: { takes: OfSnapshot; gives: Snapshot };
  removeSnapshot: { takes: OfSnapshot; gives: Removal };
  restoreSnapshot: { takes: OfSnapshot; gives: Snapshot & { clock: ClockView } };
  getClock: { takes: OfAccount; gives: ClockView };
  setClock: { takes: OfAccount & { body: CallTypes['setClock']['body'] }; gives: ClockView };
  makeToken: { takes: OfAccount & { body: CallTypes['makeToken']['body'] }; gives: Minted };
  getFaults: { takes: OfAccount; gives: FaultRuleInput[] };
  setFaults: { takes: OfAccount & { body: readonly FaultRuleInput[] }; gives: FaultRuleInput[] };
  clearFaults: { takes: OfAccount; gives: Removal };
  getRequests: { takes: OfAccount & { query?: Query }; gives: JournalPage };
  clearRequests: { takes: OfAccount; gives: Removal };
}

export type CallId = keyof Calls;

/** `continues` where the emulator goes on removing what is already gone for everybody who asks. */
export type Removal = 'done' | 'continues';
