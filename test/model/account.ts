import { SignJWT } from 'jose';
import { control } from '../store/control.ts';
import type { Instance } from '../store/instances.ts';
import type { ModelRequest, ModelSession } from './model.ts';

/** An account on the emulator, as a client and its test see it; each call names the instance it goes to. */
export class TestAccount {
  readonly accountId: string;
  readonly #token: string;

  private constructor(accountId: string, token: string) {
    this.accountId = accountId;
    this.#token = token;
  }

  /** @param config what else the account is made with: bots, clock, settings */
  static async create(instance: Instance, config: Record<string, unknown>): Promise<TestAccount> {
    const created = await control<{
      accountId: string;
      apps: { kind: string; clientId: string; clientSecret: string }[];
    }>(instance, 'POST', '/accounts', { ...config, apps: [{ kind: 'admin' }] });
    const [app] = created.apps;
    if (!app) throw new Error('the account was made without its app');
    const token = await new SignJWT({ appId: app.clientId })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(app.clientSecret));
    return new TestAccount(created.accountId, token);
  }

  importSessions(
    instance: Instance,
    sessions: readonly ModelSession[],
  ): Promise<{ written: number; replaced: number; rejected: unknown[]; settled: boolean }> {
    return control(instance, 'POST', `/accounts/${this.accountId}/sessions`, sessions);
  }

  async freezeClock(instance: Instance, now: number): Promise<void> {
    const clock = { mode: 'frozen', now: new Date(now).toISOString() };
    await control(instance, 'PUT', `/accounts/${this.accountId}/clock`, clock);
  }

  async change(instance: Instance, settings: Record<string, unknown>): Promise<void> {
    await control(instance, 'PATCH', `/accounts/${this.accountId}`, { settings });
  }

  importMessages(
    instance: Instance,
    messages: readonly object[],
  ): Promise<{ written: number; replaced: number; rejected: unknown[]; settled: boolean }> {
    return control(instance, 'POST', `/accounts/${this.accountId}/messages`, messages);
  }

  /** Asks an emulated route with a body. */
  async ask<T>(instance: Instance, path: string, body: object): Promise<T> {
    const response = await instance.request(path, {
      method: 'POST',
      headers: { auth: this.#token, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.status !== 200) throw new Error(`${path} gave ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  getSessions(instance: Instance, { botId, body, query }: ModelRequest): Promise<Response> {
    const path = botId === undefined ? '' : `/bot/${encodeURIComponent(botId)}`;
    const search = new URLSearchParams(query).toString();
    return instance.request(`/api/public${path}/getSessions${search === '' ? '' : `?${search}`}`, {
      method: 'POST',
      headers: { auth: this.#token, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }
}
