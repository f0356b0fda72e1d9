import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterEach, beforeAll, expect, inject } from 'vitest';
import type { Address } from './address.ts';
import { useChromium } from './chromium.ts';
import type {} from './setup.ts';

export interface View {
  accountId: string;
  bots: { botId: string; name: string }[];
  apps: { kind: string; clientId: string; clientSecret: string; name: string }[];
  settings: Record<string, unknown>;
  clock: { mode: string; now: string };
}

interface Opened extends BrowserContextOptions {
  /** Addresses whose answers may be refusals: what is tested is that they are. */
  mayFail?: RegExp;
}

/** What a browser must not have to complain of. */
class Watch {
  readonly complaints: string[] = [];

  constructor(page: Page, mayFail: RegExp | undefined) {
    const isExpected = (url: string): boolean => mayFail?.test(url) ?? false;
    page.on('console', (message) => {
      const { url } = message.location();
      if (message.type() === 'error' && !isExpected(url))
        this.complaints.push(`console: ${message.text()} ${url}`);
      if (message.text().includes('Content Security Policy')) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(`error: ${error.stack ?? error.message}`));
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      // The page itself gives up what nobody looks at any more.
      if (why !== 'net::ERR_ABORTED' && !isExpected(request.url()))
        this.complaints.push(`failed: ${request.url()} ${why}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400 && !isExpected(response.url())) {
        this.complaints.push(`${response.status()}: ${response.url()}`);
      }
    });
  }
}

/** The console in a browser, and the emulator that it shows. */
export class Console {
  #browser: Browser | undefined;
  readonly #watches: Watch[] = [];
  readonly #pages: Page[] = [];
  readonly url: string;
  readonly controlKey: string;

  constructor({ url, controlKey }: Address) {
    this.url = url;
    this.controlKey = controlKey;
  }

  async start(): Promise<void> {
    this.#browser = await useChromium();
  }

  /** Closes what a test has opened, and holds that the browser had nothing to complain of. */
  async check(): Promise<void> {
    const complaints = this.#watches.flatMap((watch) => watch.complaints);
    for (const page of this.#pages.splice(0)) await page.context().close();
    this.#watches.length = 0;
    expect(complaints).toEqual([]);
  }

  /** Opens an address of the console, without a key. */
  async visit(address: string, { mayFail, ...options }: Opened = {}): Promise<Page> {
    if (!this.#browser) throw new Error('The browser is started before the tests.');
    const context = await this.#browser.newContext({
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      viewport: { width: 1280, height: 860 },
      permissions: ['clipboard-read', 'clipboard-write'],
      reducedMotion: 'reduce',
      ...options,
    });
    const page = await context.newPage();
    this.#pages.push(page);
    this.#watches.push(new Watch(page, mayFail));
    await page.goto(address);
    return page;
  }

  /** Opens a screen of an account, with the key. */
  async open(screen: string, accountId: string, options: Opened & { more?: string } = {}): Promise<Page> {
    const { more = '', ...others } = options;
    const page = await this.visit(
      `${this.url}/_emulator/console/#key=${encodeURIComponent(this.controlKey)}`,
      others,
    );
    await page.getByRole('navigation').waitFor();
    await page.evaluate(`location.hash = ${JSON.stringify(`#/${screen}?account=${accountId}${more}`)}`);
    await page.getByRole('banner').getByRole('combobox', { name: 'Account' }).waitFor();
    return page;
  }

  /** Calls the control API. */
  async control<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}/_emulator${path}`, {
      method,
      headers: { authorization: `Bearer ${this.controlKey}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} gave ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** An account with two bots, a builder and an admin app, and 40 sessions in the week before its frozen clock. */
  createAccount(more: Record<string, unknown> = {}): Promise<View> {
    return this.control<View>('POST', '/accounts', {
      bots: [
        { botId: `st-${crypto.randomUUID()}`, name: 'Support' },
        { botId: `st-${crypto.randomUUID()}`, name: 'Orders' },
      ],
      clock: { mode: 'frozen', now: '2026-03-10T12:00:00.000Z' },
      seed: { count: 40, active: 4, from: '2026-03-04', to: '2026-03-10T12:00:00.000Z' },
      expiresInSeconds: 3600,
      ...more,
    });
  }

  async token({ accountId, apps }: View, kind: 'builder' | 'admin', flaw?: string): Promise<string> {
    const clientId = apps.find((app) => app.kind === kind)?.clientId;
    const path = `/accounts/${accountId}/tokens`;
    return (await this.control<{ token: string }>('POST', path, { clientId, ...(flaw && { flaw }) })).token;
  }

  /** Asks getSessions as a client does. */
  async ask(
    path: string,
    token: string | undefined,
    body?: unknown,
  ): Promise<{ status: number; body: unknown }> {
    const response = await fetch(this.url + path, {
      method: 'POST',
      headers: { ...(token === undefined ? {} : { auth: token }), 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }

  /** The journal once it has so many entries. */
  async journal({ accountId }: View, atLeast: number): Promise<Entry[]> {
    for (let attempt = 0; attempt < 50; attempt++) {
      const { requests } = await this.control<{ requests: Entry[] }>(
        'GET',
        `/accounts/${accountId}/requests`,
      );
      if (requests.length >= atLeast) return requests;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`The journal has fewer than ${atLeast} entries.`);
  }
}

export interface Entry {
  id: string;
  status: number;
  path: string;
  query: string;
  reason?: { code: string; text: string };
  total?: number;
  returned?: number;
  unread: string[];
  narrowing?: Record<string, number>;
}

/** Gives a test file the browser, for the console of `npm start` unless another is named. */
export function useConsole(emulator: Address = inject('browserEmulator')): Console {
  const console = new Console(emulator);
  beforeAll(() => console.start());
  afterEach(() => console.check());
  return console;
}

export const botPath = ({ bots }: View, index = 0): string =>
  `/api/public/bot/${bots[index]?.botId}/getSessions`;
