import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect } from 'vitest';
import type { StoreOptions } from '../../functions/store/store.ts';
import { hurriedTime } from '../support/manual-time.ts';
import { control } from './control.ts';
import { type Instance, type SharedTable, startSharedTable } from './instances.ts';
import { type Command, type Interceptor, readsIndex, writesSessions } from './intercept.ts';
import { LaggingIndex } from './lagging-index.ts';

/** What the accounts' clocks show. */
export const noon = Date.parse('2026-03-10T12:00:00.000Z');
export const dayMs = 86_400_000;
export const botIds = Array.from({ length: 10 }, (_, index) => `st-${index}`);
/** Over so many days, and so many a day. */
export const days = 7;
export const perDay = 30;

/** The sessions of a bot: so many a day, the newest at noon. */
export const sessionsOf = (botId: string, count = days * perDay) =>
  Array.from({ length: count }, (_, index) => ({
    sessionId: `${botId}-${index}`,
    botId,
    userId: `u-${index % 5}`,
    sessionType: index % 2 === 0 ? 'interactive' : 'non-interactive',
    containmentType: ['dropOff', 'selfService', 'agent'][index % 3],
    start_time: new Date(noon - (index % days) * dayMs - Math.floor(index / days) * 1000).toISOString(),
    end_time: new Date(noon - (index % days) * dayMs).toISOString(),
    tags: { userTags: [], sessionTags: [{ name: 'topic', value: index % 4 === 0 ? 'billing' : 'other' }] },
  }));
export interface Answer {
  total: number;
  sessions: { sessionId: string; channel: string }[];
  invalidSessions?: string[];
}
/** Counts what an instance asks DynamoDB, by what it is. */
export class Counter {
  calls: string[] = [];
  /** The most that were under way at once. */
  most = 0;
  #underWay = 0;

  readonly interceptor = async <T>(command: Command, send: (command: Command) => Promise<T>): Promise<T> => {
    const name = command.constructor.name.replace('Command', '');
    this.calls.push(readsIndex(command) ? `index ${partOf(command)}` : name);
    this.most = Math.max(this.most, ++this.#underWay);
    try {
      return await send(command);
    } finally {
      this.#underWay--;
    }
  };

  /** What was asked since the last time. */
  take(): string[] {
    this.most = 0;
    return this.calls.splice(0);
  }
}

/** Which part of the index is read: bot and first day. */
function partOf({ input }: Command): string {
  const { ':bot': bot = '', ':from': from = '' } = input['ExpressionAttributeValues'] as Record<
    string,
    string
  >;
  return `${bot.slice(bot.lastIndexOf('#') + 1)} ${from.slice(0, 10)}`;
}

const tokens = new Map<string, string>();

/** Emulators over one table whose index can lag. */
export class CountedTable {
  readonly table: SharedTable;
  readonly lagging: LaggingIndex;
  /** An instance that nobody counts. */
  readonly plain: Instance;
  #accounts = 0;

  private constructor(table: SharedTable) {
    this.table = table;
    this.lagging = new LaggingIndex();
    this.plain = table.startInstance(this.lagging.interceptor);
  }

  static async start(): Promise<CountedTable> {
    // The machine's clocks stand still too, so that nobody is taken for gone however long a test takes.
    return new CountedTable(await startSharedTable(() => noon, { time: hurriedTime(() => noon) }));
  }

  startCounted(options?: StoreOptions): { instance: Instance; counter: Counter } {
    const counter = new Counter();
    const instance = this.table.startInstance(
      (command, send) => counter.interceptor(command, (passed) => this.lagging.interceptor(passed, send)),
      options,
    );
    return { instance, counter };
  }

  /**
   * Makes an account of ten bots whose clock stands at noon.
   *
   * @returns its id
   */
  async createAccount(config: Record<string, unknown> = {}, via: Instance = this.plain): Promise<string> {
    const { accountId, apps } = await control<{
      accountId: string;
      apps: { clientId: string; clientSecret: string }[];
    }>(via, 'POST', '/accounts', {
      accountId: `acc-${++this.#accounts}`,
      bots: botIds.map((botId) => ({ botId })),
      apps: [{ kind: 'admin' }],
      clock: { mode: 'frozen', now: new Date(noon).toISOString() },
      settings: { journal: false },
      ...config,
    });
    const [app] = apps;
    const token = await new SignJWT({ appId: app?.clientId })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(app?.clientSecret));
    tokens.set(accountId, token);
    return accountId;
  }

  async accountWith(sessions: unknown[]): Promise<string> {
    const accountId = await this.createAccount();
    await importInto(this.plain, accountId, sessions);
    return accountId;
  }
}

/** Gives a test file a table of its own, from its first test to its last. */
export function useCountedTable(): () => CountedTable {
  let counted: CountedTable | undefined;
  beforeAll(async () => {
    counted = await CountedTable.start();
  });
  afterAll(() => counted?.table.close());
  return () => {
    if (!counted) throw new Error('The table is started before the tests.');
    return counted;
  };
}

/** Has a process be gone after its first batch of sessions: none of its other calls is answered. */
export function goneAfterFirstBatch(): { interceptor: Interceptor; batches: () => number } {
  let batches = 0;
  const interceptor: Interceptor = async (command, send) => {
    if (batches > 0 && !writesSessions(command)) return new Promise(() => {});
    const output = await send(command);
    if (writesSessions(command)) batches++;
    return output;
  };
  return { interceptor, batches: () => batches };
}

export const importInto = (instance: Instance, accountId: string, sessions: unknown[]) =>
  control<{ settled: boolean }>(instance, 'POST', `/accounts/${accountId}/sessions`, sessions);

export async function respond(
  instance: Instance,
  accountId: string,
  body: Record<string, unknown> = {},
  route = '/bot/st-0',
): Promise<Response> {
  const [path, search = ''] = route.split('?');
  return instance.request(`/api/public${path}/getSessions${search && `?${search}`}`, {
    method: 'POST',
    headers: { auth: tokens.get(accountId) ?? '', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** The answer to a request that is not refused. */
export async function ask(...request: Parameters<typeof respond>): Promise<Answer> {
  const response = await respond(...request);
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return JSON.parse(text);
}

export const dayText = (daysAgo: number): string =>
  new Date(noon - daysAgo * dayMs).toISOString().slice(0, 10);
export const indexReads = (calls: readonly string[]): string[] =>
  calls.filter((call) => call.startsWith('index'));

/** Something to wait for until it is opened. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Lets everybody go on for a while. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}
