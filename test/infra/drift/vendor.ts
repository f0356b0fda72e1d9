import { defaultSettings, withSettings } from '../../../functions/domain/default-settings.ts';
import type { SettingsInput } from '../../../functions/domain/settings.ts';
import { Pace } from '../../../infra/real-api/pace.ts';
import { RealApi, type Send } from '../../../infra/real-api/real-api.ts';
import { makeRow, type Row } from '../../contract/support/rows.ts';
import { type Emulator, startEmulator } from '../../support/emulator.ts';
import { hurriedTime } from '../../support/manual-time.ts';

export const now = Date.parse('2026-03-10T12:07:00.000Z');
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const iso = (ms: number): string => new Date(ms).toISOString();
const tag = (name: string, value: string) => ({ name, value });

interface Credentials {
  clientId: string;
  clientSecret: string;
}

/** An emulator that plays the vendor: one bot with sessions of every kind that the probes look for. */
export class Vendor {
  readonly #emulator: Emulator;
  readonly #accountId: string;
  readonly botId = 'st-proof';
  readonly app: Credentials;
  readonly admin: Credentials;

  private constructor(emulator: Emulator, accountId: string, app: Credentials, admin: Credentials) {
    this.#emulator = emulator;
    this.#accountId = accountId;
    this.app = app;
    this.admin = admin;
  }

  static async start(): Promise<Vendor> {
    const emulator = await startEmulator({ systemNow: () => now });
    const response = await control(emulator, 'POST', '/accounts', {
      accountId: 'vendor',
      bots: [{ botId: 'st-proof' }, { botId: 'st-other' }],
      apps: [{ kind: 'builder', bots: ['st-proof'] }, { kind: 'admin' }],
      clock: { mode: 'frozen', now: iso(now) },
      settings: { journal: false },
    });
    const { apps } = (await response.json()) as { apps: [Credentials, Credentials] };
    const vendor = new Vendor(emulator, 'vendor', ...apps);
    await vendor.importRows(sessions());
    return vendor;
  }

  close = (): Promise<void> => this.#emulator.close();

  async importRows(rows: readonly unknown[]): Promise<void> {
    await control(this.#emulator, 'POST', `/accounts/${this.#accountId}/sessions`, rows);
  }

  async importMessages(rows: readonly unknown[]): Promise<void> {
    await control(this.#emulator, 'POST', `/accounts/${this.#accountId}/messages`, rows);
  }

  /** Takes all sessions out, and all messages. */
  async empty(): Promise<void> {
    await control(this.#emulator, 'DELETE', `/accounts/${this.#accountId}/sessions`);
  }

  /** Sets all settings: those that are left out to their defaults. */
  async set(settings: SettingsInput): Promise<void> {
    const all = { ...withSettings(defaultSettings, settings), journal: false };
    await control(this.#emulator, 'PATCH', `/accounts/${this.#accountId}`, { settings: all });
  }

  /** Sets the scopes of both apps. */
  async setScopes({ app, admin }: { app: readonly string[]; admin: readonly string[] }): Promise<void> {
    const change = (clientId: string, body: object) =>
      control(this.#emulator, 'PATCH', `/accounts/${this.#accountId}/apps/${clientId}`, body);
    await change(this.app.clientId, { bots: [{ botId: this.botId, scopes: app }] });
    await change(this.admin.clientId, { scopes: admin });
  }

  /** Turns the vendor's rate limits on or off. The clock stands, so nothing that counted is forgotten. */
  async setRateLimit(rateLimit: 'vendor' | 'off'): Promise<void> {
    await control(this.#emulator, 'PATCH', `/accounts/${this.#accountId}`, { rateLimit });
  }

  async setFaults(rules: readonly unknown[]): Promise<void> {
    await control(this.#emulator, 'PUT', `/accounts/${this.#accountId}/faults`, rules);
  }

  readonly send: Send = (url, init) => this.#emulator.request(url.slice(vendorUrl.length), init);

  /** The vendor's API, without any waiting. */
  api(send: Send = this.send): RealApi {
    const time = hurriedTime(
      () => now,
      async () => undefined,
    );
    const target = { url: vendorUrl, botId: this.botId, app: this.app, admin: this.admin };
    return new RealApi(target, send, time, new Pace(time, 59));
  }
}

const vendorUrl = 'http://vendor.test';

async function control(emulator: Emulator, method: string, path: string, body?: unknown): Promise<Response> {
  const response = await emulator.request(`/_emulator${path}`, {
    method,
    headers: { authorization: `Bearer ${emulator.controlKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path} gave ${response.status}: ${await response.text()}`);
  return response;
}

const types = ['selfService', 'selfService', 'agent', 'dropOff', 'selfService', 'agent'];

/** 130 sessions of the last six days, and some others that the probes look for. */
function sessions(): unknown[] {
  const recent = Array.from({ length: 130 }, (_, index) =>
    row(index, now - hourMs - index * hourMs, {
      containmentType: types[index % types.length] ?? '',
      sessionType: index % 3 === 0 ? 'non-interactive' : 'interactive',
      channel: index % 5 === 1 ? 'sms' : 'rtm',
      userId: `u-${index % 4}`,
      tags: {
        userTags: index % 5 === 0 ? [tag('plan', 'gold')] : [],
        sessionTags: [
          ...(index % 2 === 0 ? [tag('intent', 'billing')] : []),
          ...(index % 7 === 0 ? [tag('intent', 'claims'), tag('plan', 'gold')] : []),
        ],
      },
    }),
  );
  const twin = row(900, now - hourMs - 3 * hourMs, {});
  const active = {
    ...row(901, now - 10 * 60_000, {}),
    end_time: iso(now + 10 * 60_000),
    sessionStatus: undefined,
  };
  const tags = { userTags: [], sessionTags: [tag('intent', 'billing')] };
  const old = row(902, now - 18 * dayMs, { tags });
  const other = { ...row(903, now - 2 * hourMs, {}), botId: 'st-other' };
  return [...recent, twin, active, old, other];
}

const row = (index: number, start: number, changes: Partial<Row>): Row =>
  makeRow('st-proof', index, { userId: 'u-0', start_time: iso(start), ...changes });
