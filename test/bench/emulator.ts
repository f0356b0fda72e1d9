import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { SignJWT } from 'jose';

interface StartLine {
  url: string;
  controlKey: string;
}

export interface BenchAccount {
  accountId: string;
  botId: string;
  token: string;
}

/** An emulator in a process of its own, as `npm start` runs it, and calls to its control API. */
export class BenchEmulator {
  readonly url: string;
  readonly #controlKey: string;
  readonly #stop: () => void;

  private constructor({ url, controlKey }: StartLine, stop: () => void) {
    this.url = url;
    this.#controlKey = controlKey;
    this.#stop = stop;
  }

  static async start(): Promise<BenchEmulator> {
    const args = ['--import', 'tsx', 'infra/local/main.ts', '--port', '0', '--empty'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    return new BenchEmulator(JSON.parse(line) as StartLine, () => child.kill());
  }

  async control<T>(method: string, path: string, body?: string): Promise<T> {
    const response = await fetch(`${this.url}/_emulator${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#controlKey}` },
      ...(body === undefined ? {} : { body }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** @param input as POST /_emulator/accounts takes it */
  async makeAccount(input: Record<string, unknown> = {}): Promise<BenchAccount> {
    const { accountId, bots, apps } = await this.control<{
      accountId: string;
      bots: { botId: string }[];
      apps: { clientId: string; clientSecret: string }[];
    }>('POST', '/accounts', JSON.stringify(input));
    const [bot, app] = [bots[0], apps[0]];
    if (!bot || !app) throw new Error('The account has no bot or no app.');
    const token = await new SignJWT({ appId: app.clientId })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(app.clientSecret));
    return { accountId, botId: bot.botId, token };
  }

  stop(): void {
    this.#stop();
  }
}
