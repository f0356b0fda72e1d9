import { SignJWT } from 'jose';
import { expect } from 'vitest';

/** Anything that answers requests: an emulator, or one of several over one table. */
export interface Asked {
  request: (path: string, init?: RequestInit) => Promise<Response>;
}

const controlKey = 'test-control-key';

export function control(
  emulator: Asked,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  return emulator.request(`/_emulator${path}`, {
    method,
    headers: { authorization: `Bearer ${controlKey}`, ...headers },
    ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
  });
}

/** Calls the control API and expects success. */
export async function done<T>(emulator: Asked, method: string, path: string, body?: unknown): Promise<T> {
  const response = await control(emulator, method, path, body);
  const text = await response.text();
  expect(response.ok, `${method} ${path} gave ${response.status}: ${text}`).toBe(true);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

export interface Page {
  total: number;
  moreAvailable: boolean;
  sessions: { sessionId: string; botId: string; start_time: string }[];
}

/** An account, as its admin app's client sees it. */
export class TestAccount {
  readonly accountId: string;
  readonly path: string;
  readonly #token: string;

  private constructor(accountId: string, token: string) {
    this.accountId = accountId;
    this.path = `/accounts/${accountId}`;
    this.#token = token;
  }

  /** @param input what the account is made with, but for its app */
  static async create(
    emulator: Asked,
    input: Record<string, unknown>,
  ): Promise<{ account: TestAccount; view: Record<string, unknown> }> {
    type View = { accountId: string; apps: { clientId: string; clientSecret: string }[] };
    const view = await done<View>(emulator, 'POST', '/accounts', { ...input, apps: [{ kind: 'admin' }] });
    const [app] = view.apps;
    const token = await new SignJWT({ appId: app?.clientId ?? '' })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(app?.clientSecret));
    return { account: new TestAccount(view.accountId, token), view: { ...view } };
  }

  /** Asks the account route. */
  ask(emulator: Asked, body: unknown = {}): Promise<Response> {
    return emulator.request('/api/public/getSessions', {
      method: 'POST',
      headers: { auth: this.#token, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async page(emulator: Asked, body: unknown = {}): Promise<Page> {
    const response = await this.ask(emulator, body);
    expect(response.status).toBe(200);
    return (await response.json()) as Page;
  }

  /** Every session, page by page of the export. */
  async exportAll(emulator: Asked, limit = 10_000): Promise<string> {
    let text = '';
    const path = `${this.path}/sessions`;
    let next: string | undefined = `?limit=${limit}`;
    while (next) {
      const response: Response = await control(emulator, 'GET', path + next);
      expect(response.status).toBe(200);
      text += await response.text();
      next = /<(\?.*?)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
    }
    return text;
  }
}
