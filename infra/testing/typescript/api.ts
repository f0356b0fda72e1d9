/// <reference lib="esnext.disposable" preserve="true" />
import type {
  App,
  Bot,
  Clock,
  ClockChange,
  FaultRule,
  Generation,
  GroundTruth,
  ImportedSessions,
  JournalEntry,
  NewAccount,
  NewFaultRule,
  Reset,
  Snapshot,
  TokenRequest,
} from './schemas.ts';

/** The name of a scenario that the generator knows, such as `demo`. */
export type ScenarioName = NonNullable<Extract<Generation, { scenario: unknown }>['scenario']>;

export interface AccountOptions {
  /** Left out, one bot. */
  bots?: NewAccount['bots'];
  /** Left out, a builder app that is linked to every bot, and an admin app. */
  apps?: NewAccount['apps'];
  /** Rows as getSessions gives them. */
  sessions?: readonly unknown[];
  /** Made-up sessions. */
  scenario?: ScenarioName;
  /** Another account to take bots, clock and sessions from: `ACCOUNT/SNAPSHOT`, or `ACCOUNT/` as it is now. */
  from?: string | NonNullable<NewAccount['from']>;
  /** The ISO time at which the clock stands, or a clock as the control API takes it. */
  clock?: string | NewAccount['clock'];
  /** Tokens are checked by the machine's clock unless `tokenClock` is given. */
  settings?: NewAccount['settings'];
  rateLimit?: NewAccount['rateLimit'];
  /** The id; left out, a new one. */
  accountId?: string;
  /**
   * For how many seconds the account outlives the process that made it; 60 when left out. It is prolonged while the
   * process runs.
   */
  expiresInSeconds?: number;
}

export interface StartOptions {
  /** 0, which is what counts when it is left out, takes any free one. */
  port?: number;
  /** A file of sessions for its demo account; left out, there are none. */
  seed?: string;
  /** How long it may take to start, ms; 30,000 when left out. */
  startWithinMs?: number;
  /** Whether it prints a line of each request, which `log()` gives. */
  requestLines?: boolean;
  /** Further options of `kore-sessions-emulator start`. */
  options?: readonly string[];
}

export interface ConnectOptions {
  /** Base URL; left out, the variable KORE_EMULATOR_URL. */
  url?: string;
  /** Left out, the variable KORE_EMULATOR_CONTROL_KEY. */
  controlKey?: string;
}

/** Which requests are meant: those that fit all of it. */
export interface RequestFilter {
  status?: number;
  route?: 'bot' | 'account';
  botId?: string;
  clientId?: string;
  /** The code of the reason, such as `signature_invalid`. */
  reason?: string;
  /** Members that the body has; it may have others besides. */
  body?: Readonly<Record<string, unknown>>;
  /** A part of the query string. */
  query?: string;
}

/** What is wrong with a token on purpose. */
export type FlawName = NonNullable<TokenRequest['flaw']>;

/** The account's clock: what clients see of time. */
export interface AccountClock {
  /** What it shows. */
  read(): Promise<Clock>;
  /** Stops it, at an ISO time or where it is. */
  freeze(at?: string): Promise<Clock>;
  /** Moves it on by an ISO 8601 duration such as `PT2H`; back by `-PT2H`. */
  advance(duration: string): Promise<Clock>;
  set(clock: ClockChange): Promise<Clock>;
}

/** A snapshot is a call and has one beside it, to go back to what was kept. */
export interface AccountSnapshot {
  (name: string): Promise<Snapshot>;
  restore(name: string): Promise<void>;
}

/** What of a token can be chosen besides its flaw. */
export type TokenOptions = Omit<TokenRequest, 'clientId' | 'flaw'> & {
  /** Left out, that of the first builder app. */
  clientId?: string;
};

/** An account of one's own: nobody else's test sees its sessions, its clock, its faults or its journal. */
export interface TestAccount extends AsyncDisposable {
  readonly accountId: string;
  /** What a client takes for the vendor's base URL. */
  readonly url: string;
  readonly bots: readonly Bot[];
  /** The first bot. */
  readonly bot: Bot;
  readonly apps: readonly App[];
  /** The first builder app, linked to every bot. */
  readonly app: App;
  /** The first admin app, which sees the whole account. */
  readonly admin: App;
  /** What a client takes from its environment, by name: `KORE_URL` and the others. */
  readonly env: Readonly<Record<string, string>>;
  readonly clock: AccountClock;
  readonly snapshot: AccountSnapshot;
  /** A token for the builder app; with a flaw, one that is refused for it. */
  token(flaw?: FlawName, options?: TokenOptions): Promise<string>;
  /** Puts rows in, as getSessions gives them; those that are refused are named in the answer. */
  import(rows: Iterable<unknown>): Promise<ImportedSessions>;
  /** Makes sessions up. The same arguments at the same time of the account give the same sessions. */
  generate(args: Generation): Promise<GroundTruth>;
  /** What clients have asked, oldest first. */
  requests(filter?: RequestFilter): Promise<JournalEntry[]>;
  /** The names of all fields and parameters that clients have sent and that nothing reads. */
  unread(): Promise<string[]>;
  /**
   * What the emulator has to say of a test that failed, line by line: what it refused and why, also of requests whose
   * token is nobody's and whose path names a bot of this account.
   */
  report(): Promise<string[]>;
  /** Rules by which the emulator misbehaves, in place of those before; none ends it. */
  faults(...rules: NewFaultRule[]): Promise<FaultRule[]>;
  /** Back to how the account was made; `empty`: without sessions. */
  reset(to?: NonNullable<Reset['to']>): Promise<void>;
  /** Takes the account away. */
  remove(): Promise<void>;
}

/** An emulator that tests make accounts in. */
export interface Emulator extends AsyncDisposable {
  readonly url: string;
  readonly controlKey: string;
  /** Makes an account of one's own. It expires by itself a minute after the process that made it has ended. */
  account(options?: AccountOptions): Promise<TestAccount>;
  /** What the emulator has printed for people, where it was started here. */
  log(): string;
  /** Ends it, where it was started here. */
  stop(): Promise<void>;
}

/** What a matcher says. */
export interface Received {
  pass: boolean;
  message: () => string;
}
