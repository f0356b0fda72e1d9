import type { Time } from '../../../functions/domain/time.ts';
import type { ControlClient } from '../../client/client.ts';
import { generateSessions } from '../../client/generate-sessions.ts';
import { importSessions } from '../../client/import-rows.ts';
import { messageOf } from '../../errors.ts';
import { newAccountOf } from './account-options.ts';
import type {
  AccountClock,
  AccountOptions,
  AccountSnapshot,
  FlawName,
  RequestFilter,
  TestAccount,
  TokenOptions,
} from './api.ts';
import { readRequests, readUnattributed } from './journal.ts';
import { keepAlive } from './lease.ts';
import { reportOf } from './report.ts';
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
} from './schemas.ts';
import { variablesOf } from './variables.ts';

/** An account of one's own: nobody else's test sees its sessions, its clock, its faults or its journal. */
class MadeAccount implements TestAccount {
  readonly accountId: string;
  readonly url: string;
  readonly bots: readonly Bot[];
  readonly apps: readonly App[];
  readonly env: Readonly<Record<string, string>>;
  readonly clock: AccountClock;
  readonly snapshot: AccountSnapshot;
  readonly #client: ControlClient;
  readonly #createdAt: string;
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
    this.#createdAt = view.createdAt;
    this.#stopLease = stopLease;
    this.clock = this.#clock();
    this.snapshot = this.#snapshot();
  }

  get bot(): Bot {
    const [bot] = this.bots;
    if (bot) return bot;
    throw new Error(`The account ${this.accountId} has no bot: give it one with the option "bots".`);
  }

  get app(): App {
    return this.#appOf('builder');
  }

  get admin(): App {
    return this.#appOf('admin');
  }

  #appOf(kind: App['kind']): App {
    const app = this.apps.find((candidate) => candidate.kind === kind);
    if (app) return app;
    throw new Error(`The account ${this.accountId} has no ${kind} app: give it one with the option "apps".`);
  }

  async token(flaw?: FlawName, options: TokenOptions = {}): Promise<string> {
    const body = { clientId: this.app.clientId, ...options, ...(flaw === undefined ? {} : { flaw }) };
    return (await this.#client.call('makeToken', { ...this.#id, body })).token;
  }

  async import(rows: Iterable<unknown>): Promise<ImportedSessions> {
    return importSessions(this.#client, this.accountId, textOf(rows), { addBots: false });
  }

  async generate(args: Generation): Promise<GroundTruth> {
    return (await generateSessions(this.#client, this.accountId, args)).truth;
  }

  requests(filter: RequestFilter = {}): Promise<JournalEntry[]> {
    return readRequests(this.#client, this.accountId, filter);
  }

  async unread(): Promise<string[]> {
    return [...new Set((await this.requests()).flatMap(({ unread }) => unread))];
  }

  async report(): Promise<string[]> {
    try {
      const botIds = this.bots.map(({ botId }) => botId);
      const others = await readUnattributed(this.#client, this.#createdAt, botIds);
      return reportOf(await this.requests(), others);
    } catch (error) {
      return [`its journal cannot be read: ${messageOf(error)}`];
    }
  }

  faults(...rules: NewFaultRule[]): Promise<FaultRule[]> {
    return this.#client.call('setFaults', { ...this.#id, body: rules });
  }

  async reset(to: NonNullable<Reset['to']> = 'seed'): Promise<void> {
    await this.#client.call('resetAccount', { ...this.#id, body: { to } });
  }

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
  const made = new MadeAccount(account, client, env, lease);
  if (!isSeed) await made.import(sessions);
  return made;
}
