import { afterAll, beforeAll } from 'vitest';
import { startTarget, type Target, type TargetKind } from '../target.ts';
import { Account, type AccountView } from './account.ts';
import { now } from './rows.ts';

/** Should a run be cut off before it tidies up, its accounts end by themselves. */
const expiresInSeconds = 3600;

/** A deployment that is busy with other tests takes its time to remove what a file has made. */
const stopsWithinMs = 600_000;

/** How often a removal that continues is called again. */
const mostRemovals = 12;

/** The target of a test file, and the accounts that the file makes and leaves none of. */
export class Emulator {
  #target: Target | undefined;
  readonly #made = new Set<string>();
  readonly #shared = new Map<string, Promise<Account>>();

  async start(): Promise<void> {
    this.#target = await startTarget();
  }

  async stop(): Promise<void> {
    if (!this.#target) return;
    try {
      const stuck = this.#target.isThrownAway ? [] : await this.#remove([...this.#made]);
      if (stuck.length > 0) throw new Error(`Accounts could not be removed: ${stuck.join(', ')}.`);
    } finally {
      await this.#target.stop();
    }
  }

  /** Few at a time: each at once would be an instance of the function of its own, that has to start first. */
  async #remove(accountIds: readonly string[]): Promise<string[]> {
    const left = [...accountIds];
    const stuck: string[] = [];
    const lane = async (): Promise<void> => {
      for (let accountId = left.pop(); accountId !== undefined; accountId = left.pop()) {
        let { status } = await this.control('DELETE', `/accounts/${accountId}`);
        // One that holds much is removed for some seconds by each call.
        for (let call = 1; status === 202 && call < mostRemovals; call++) {
          ({ status } = await this.control('DELETE', `/accounts/${accountId}`));
        }
        if (status !== 204) stuck.push(`${accountId} (${status})`);
      }
    };
    await Promise.all([lane(), lane()]);
    return stuck;
  }

  get #running(): Target {
    if (!this.#target)
      throw new Error('The target is started before the tests, not while they are collected.');
    return this.#target;
  }

  get kind(): TargetKind {
    return this.#running.kind;
  }

  /** Whether API Gateway stands before the emulator, or what does as it does; some requests it answers by itself. */
  get isBehindGateway(): boolean {
    return !['in-process', 'base-path', 'local-server'].includes(this.kind);
  }

  /** Whether API Gateway has refused a call of the control API by itself: it takes no path that cannot be decoded. */
  isGatewayRefusal(status: number, contentType: string | null): boolean {
    return this.isBehindGateway && status === 400 && !contentType?.startsWith('application/problem+json');
  }

  /** What stands before every path; a client of the target sees it, and resolves links against it. */
  get basePath(): string {
    return this.#running.basePath;
  }

  /**
   * The path that a reference leads to from another path, as a client resolves it (RFC 3986).
   *
   * @throws Error where it leads out of the target
   */
  resolve(reference: string, from: string): string {
    const { pathname, search } = new URL(reference, `http://localhost${this.basePath}${from}`);
    if (`${pathname}/`.startsWith(`${this.basePath}/`)) return pathname.slice(this.basePath.length) + search;
    throw new Error(`${reference} leads to ${pathname}, out of ${this.basePath}.`);
  }

  get controlKey(): string {
    return this.#running.controlKey;
  }

  request(path: string, init?: RequestInit): Promise<Response> {
    return this.#running.request(path, init);
  }

  /** Calls the control API with its key; a body that is not text is sent as JSON. */
  control(method: string, path: string, body?: unknown): Promise<Response> {
    return this.request(`/_emulator${path}`, {
      method,
      headers: { authorization: `Bearer ${this.controlKey}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  /** Sees to it that an account is removed after the tests. */
  removeLater(accountId: string): void {
    this.#made.add(accountId);
  }

  /** Makes an account with a frozen clock; a bot, a builder and an admin app unless the test says otherwise. */
  async createAccount(input: Record<string, unknown> = {}): Promise<Account> {
    const response = await this.control('POST', '/accounts', {
      clock: { mode: 'frozen', now },
      expiresInSeconds,
      ...input,
    });
    if (response.status !== 201) {
      throw new Error(`POST /accounts gave ${response.status}: ${await response.text()}`);
    }
    return this.accountOf((await response.json()) as AccountView);
  }

  /** The account of the file that was made with this input, for tests that leave it as it is. */
  sharedAccount(input: Record<string, unknown> = {}): Promise<Account> {
    const key = JSON.stringify(input);
    const shared = this.#shared.get(key) ?? this.createAccount(input);
    this.#shared.set(key, shared);
    return shared;
  }

  /** An account that a test has made by a call of its own. */
  accountOf(view: AccountView): Account {
    this.removeLater(view.accountId);
    return new Account(view, this);
  }
}

/** Gives a test file its emulator, from its first test to its last. */
export function useEmulator(): Emulator {
  const emulator = new Emulator();
  beforeAll(() => emulator.start());
  afterAll(() => emulator.stop(), stopsWithinMs);
  return emulator;
}

/** Both vendor routes, for what holds on either. */
export const bothRoutes = ['bot', 'account'] as const;
