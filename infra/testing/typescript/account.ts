import type { Time } from '../../../functions/domain/time.ts';
import type { ControlClient } from '../../client/client.ts';
import { generateSessions } from '../../client/generate-sessions.ts';
import { importSessions } from '../../client/import-sessions.ts';
import { type AccountOptions, newAccountOf } from './account-options.ts';
import { type RequestFilter, readRequests } from './journal.ts';
import { keepAlive } from './lease.ts';
import type {
  Account,
  App,
  Bot,
  Clock,
  ClockChange,
  FaultRule,
  Generation,
  GroundTruth,
  ImportedSessions,
  JournalEntry,
  NewFaultRule,
  Reset,
  Snapshot,
  TokenRequest,
} from './schemas.ts';
import { variablesOf } from './variables.ts';

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

/** An account of one's own: nobody else's test sees its sessions, its clock, its faults or its journal. */
export class TestAccount {
  readonly accountId: string;
  /** What a client takes for the vendor's base URL. */
  readonly url: string;
  /** All of them; `bot` is the first. */
  readonly bots: readonly Bot[];
  readonly apps: readonly App[];
  /** What a client takes from its environment, by name: `KORE_URL` and the others. */
  readonly env: Readonly<Record<string, string>>;
  readonly clock: AccountClock;
  readonly snapshot: AccountSnapshot;
  readonly #client: ControlClient;
  readonly #stopLease: () => void;

  constructor(
    view: Account,
    client: ControlClient,
    env: Readonly<Record<string, string>>,
    stopLease: () => void,
  ) {
    this.accountId = view.accountId;
    this.url = client.url;
    this.bots = view.bots;
    this.apps = view.apps;
    this.env = env;
    this.#client = client;
    this.#stopLease = stopLease;
    this.clock = this.#clock();
    this.snapshot = this.#snapshot();
  }

  /** The first bot. */
  get bot(): Bot {
    const [bot] = this.bots;
    if (bot) return bot;
    throw new Error(`The account ${this.accountId} has no bot: give it one with the option "bots".`);
  }

  /** The first builder app, linked to every bot. */
  get app(): App {
    return this.#appOf('builder');
  }

  /** The first admin app, which sees the whole account. */
  get admin(): App {
    return this.#appOf('admin');
  }

  #appOf(kind: App['kind']): App {
    const app = this.apps.find((candidate) => candidate.kind === kind);
    if (app) return app;
    throw new Error(`The account ${this.accountId} has no ${kind} app: give it one with the option "apps".`);
  }

  /** A token for the builder app; with a flaw, one that is refused for it. */
  async token(
    flaw?: FlawName,
    request: Omit<TokenRequest, 'clientId' | 'flaw'> & { clientId?: string } = {},
  ): Promise<string> {
    const body = { clientId: this.app.clientId, ...request, ...(flaw === undefined ? {} : { flaw }) };
    return (await this.#client.call('makeToken', { ...this.#id, body })).token;
  }

  /** Puts rows in, as getSessions gives them; those that are refused are named in the answer. */
  async import(rows: Iterable<unknown>): Promise<ImportedSessions> {
    return importSessions(this.#client, this.accountId, textOf(rows), { addBots: false });
  }

  /** Makes sessions up. The same arguments at the same time of the account give the same sessions. */
  async generate(args: Generation): Promise<GroundTruth> {
    return (await generateSessions(this.#client, this.accountId, args)).truth;
  }

  /** What clients have asked, oldest first. */
  requests(filter: RequestFilter = {}): Promise<JournalEntry[]> {
    return readRequests(this.#client, this.accountId, filter);
  }

  /** The names of all fields and parameters that clients have sent and that nothing reads. */
  async unread(): Promise<string[]> {
    return [...new Set((await this.requests()).flatMap(({ unread }) => unread))];
  }

  /** Rules by which the emulator misbehaves, in place of those before; none ends it. */
  faults(...rules: NewFaultRule[]): Promise<FaultRule[]> {
    return this.#client.call('setFaults', { ...this.#id, body: rules });
  }

  /** Back to how the account was made. */
  async reset(to: NonNullable<Reset['to']> = 'seed'): Promise<void> {
    await this.#client.call('resetAccount', { ...this.#id, body: { to } });
  }

  /** Takes the account away. */
  async remove(): Promise<void> {
    this.#stopLease();
    await this.#client.call('removeAccount', this.#id);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.remove();
  }

  get #id(): { accountId: string } {
    return { accountId: this.accountId };
  }

  #clock(): AccountClock {
    const set = (body: ClockChange): Promise<Clock> => this.#client.call('setClock', { ...this.#id, body });
    const read = (): Promise<Clock> => this.#client.call('getClock', this.#id);
    return {
      read,
      set,
      freeze: async (at) => set({ mode: 'frozen', now: at ?? (await read()).now }),
      advance: (duration) => set({ advance: duration }),
    };
  }

  #snapshot(): AccountSnapshot {
    const keep = (name: string): Promise<Snapshot> =>
      this.#client.call('keepSnapshot', { ...this.#id, name });
    const restore = async (name: string): Promise<void> => {
      await this.#client.call('restoreSnapshot', { ...this.#id, name });
    };
    return Object.assign(keep, { restore });
  }
}

async function* textOf(rows: Iterable<unknown>) {
  let index = 0;
  for (const row of rows) {
    yield { text: JSON.stringify(row), index, line: index + 1 };
    index += 1;
  }
}

/** Rows that one call takes with all else that it makes. */
const mostSeedRows = 1_000;

/** Makes an account that lasts as long as this process wants it, and expires soon after its end. */
export async function makeAccount(
  client: ControlClient,
  controlKey: string,
  options: AccountOptions,
  time: Time,
): Promise<TestAccount> {
  const { sessions = [] } = options;
  const isSeed = sessions.length <= mostSeedRows;
  const { seed, ...body } = newAccountOf(options);
  const account = await client.call('createAccount', {
    body: { ...body, ...(isSeed && seed !== undefined ? { seed } : {}) },
  });
  const env = variablesOf({ url: client.url, controlKey, account });
  const lease = keepAlive(client, account.accountId, body.expiresInSeconds ?? 0, time);
  const made = new TestAccount(account, client, env, lease);
  if (!isSeed) await made.import(sessions);
  return made;
}
