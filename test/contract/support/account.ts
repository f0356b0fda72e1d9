import { type Answer, readAnswer } from './answer.ts';
import { expectNoLeak } from './leaks.ts';
import { nth } from './list.ts';
import { sign } from './tokens.ts';

export interface Bot {
  botId: string;
  name: string;
}

export interface App {
  kind: 'builder' | 'admin';
  clientId: string;
  clientSecret: string;
  jwePublicKey?: string;
}

/** An account as the control API shows it. */
export interface AccountView {
  accountId: string;
  bots: Bot[];
  apps: App[];
  settings: Record<string, unknown>;
}

/** How a vendor route is asked; what is left out is a request that succeeds. */
export interface Ask {
  /** Which route; that of a bot by default. */
  route?: 'bot' | 'stream' | 'account';
  /** The first bot by default. */
  botId?: string;
  /** Instead of route and bot. */
  path?: string;
  method?: string;
  /** Without the question mark. */
  query?: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, instead of `body`. */
  rawBody?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  /** By default the builder app asks for bots and the admin app for the account. */
  app?: App;
  /** Instead of one signed for the app; null for none. */
  token?: string | null;
}

export interface ImportAnswer {
  written: number;
  replaced: number;
  rejected: { index: number; sessionId?: string; reason: string }[];
  settled: boolean;
}

interface Caller {
  request: (path: string, init?: RequestInit) => Promise<Response>;
  control: (method: string, path: string, body?: unknown) => Promise<Response>;
  controlKey: string;
}

/** An account that a test file made for itself. */
export class Account {
  readonly accountId: string;
  readonly bots: Bot[];
  readonly apps: App[];
  readonly settings: Record<string, unknown>;
  readonly #caller: Caller;

  constructor(view: AccountView, caller: Caller) {
    this.accountId = view.accountId;
    this.bots = view.bots;
    this.apps = view.apps;
    this.settings = view.settings;
    this.#caller = caller;
  }

  botId(position = 0): string {
    return nth(this.bots, position).botId;
  }

  app(position: number): App {
    return nth(this.apps, position);
  }

  /** The first app of a kind. */
  appOf(kind: App['kind']): App {
    const app = this.apps.find((candidate) => candidate.kind === kind);
    if (!app) throw new Error(`The account has no ${kind} app.`);
    return app;
  }

  /** Asks a vendor route. */
  async ask(ask: Ask = {}): Promise<Answer> {
    return readAnswer(await this.send(ask));
  }

  /** Asks a vendor route and gives the response as it came. A refusal is searched for secrets first. */
  async send(ask: Ask = {}): Promise<Response> {
    const token = ask.token === undefined ? await sign(ask.app ?? this.#defaultApp(ask)) : ask.token;
    const body = ask.rawBody ?? (ask.body === undefined ? undefined : JSON.stringify(ask.body));
    const response = await this.#caller.request(this.#path(ask), {
      method: ask.method ?? 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === null ? {} : { auth: token }),
        ...ask.headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    if (response.status !== 200) await expectNoLeak(response, this.#secrets(), token ?? '');
    return response;
  }

  #defaultApp({ route }: Ask): App {
    return this.appOf(route === 'account' ? 'admin' : 'builder');
  }

  #path({ route = 'bot', botId, path, query }: Ask): string {
    const bot = route === 'account' ? '' : `/${route}/${botId ?? this.botId()}`;
    return (path ?? `/api/public${bot}/getSessions`) + (query === undefined ? '' : `?${query}`);
  }

  #secrets(): string[] {
    return [this.#caller.controlKey, ...this.apps.map(({ clientSecret }) => clientSecret)];
  }

  /** Calls the control API below this account. */
  async control<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.#caller.control(method, `/accounts/${this.accountId}${path}`, body);
    if (!response.ok) {
      throw new Error(`${method} ${path} gave ${response.status}: ${await response.text()}`);
    }
    return (await response.json()) as T;
  }

  /** Calls the control API below this account and gives what it answers, a refusal too. */
  async call(method: string, path: string, body?: unknown): Promise<Answer> {
    return readAnswer(await this.#caller.control(method, `/accounts/${this.accountId}${path}`, body));
  }

  /** Puts sessions in; all of them must be accepted. */
  async importRows(rows: readonly unknown[]): Promise<void> {
    const { rejected, settled } = await this.control<ImportAnswer>('POST', '/sessions', rows);
    if (rejected.length > 0 || !settled) throw new Error(`import: ${JSON.stringify({ rejected, settled })}`);
  }

  async change(settings: Record<string, unknown>): Promise<void> {
    await this.control('PATCH', '', { settings });
  }

  /** Sets the whole list of fault rules. */
  async setFaults(...rules: readonly unknown[]): Promise<void> {
    await this.control('PUT', '/faults', rules);
  }

  async setClock(change: Record<string, unknown>): Promise<void> {
    await this.control('PUT', '/clock', change);
  }
}
