import { CommandError, exitCodes } from '../failure.ts';
import { ask, type Reply } from './ask.ts';

export interface SmokeAccount {
  accountId: string;
  bots: { botId: string }[];
  apps: { kind: string; clientId: string }[];
}

const removalTries = 5;

/** The calls of a deployment's control API that a smoke test makes. */
export class ControlApi {
  readonly #base: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#base = `${url}/_emulator`;
    this.#key = key;
  }

  async health(): Promise<{ version: string; engine: string }> {
    const { body } = expectStatus(await ask('GET', `${this.#base}/health`), 200);
    return body as { version: string; engine: string };
  }

  async createAccount(settings: Record<string, unknown>): Promise<SmokeAccount> {
    const { body } = await this.#call('POST', '/accounts', 201, settings);
    return body as SmokeAccount;
  }

  async mintToken(accountId: string, clientId: string): Promise<string> {
    const { body } = await this.#call('POST', `/accounts/${accountId}/tokens`, 200, { clientId });
    return (body as { token: string }).token;
  }

  async importSession(accountId: string, session: Record<string, unknown>): Promise<void> {
    const reply = await this.#call('POST', `/accounts/${accountId}/sessions`, 200, [session]);
    const { written } = reply.body as { written: number };
    if (written !== 1) throw unexpected(reply, 'the session was not written');
  }

  /** Removes an account, and asks again where the removal takes longer than one call. */
  async removeAccount(accountId: string): Promise<void> {
    let reply: Reply | undefined;
    for (let tries = 0; tries < removalTries && reply?.status !== 204; tries += 1) {
      reply = await ask('DELETE', `${this.#base}/accounts/${accountId}`, this.#headers());
      if (reply.status !== 202) expectStatus(reply, 204);
    }
    if (reply?.status !== 204) {
      throw new CommandError(
        `The account ${accountId} is not gone after ${removalTries} calls; the emulator goes on removing it, or DELETE /_emulator/accounts/${accountId} does.`,
        exitCodes.failed,
      );
    }
  }

  async #call(method: string, path: string, status: number, body: unknown): Promise<Reply> {
    return expectStatus(await ask(method, this.#base + path, this.#headers(), body), status);
  }

  #headers(): Record<string, string> {
    return { authorization: `Bearer ${this.#key}` };
  }
}

/** @throws CommandError where the status is another */
export function expectStatus(reply: Reply, status: number): Reply {
  if (reply.status === status) return reply;
  throw unexpected(reply, `${status} is expected`);
}

/** An answer that a working deployment does not give. */
export function unexpected({ status, method, url, text, reason }: Reply, why: string): CommandError {
  const said = reason ?? text.slice(0, 300);
  return new CommandError(
    `${method} ${url} gave ${status}, but ${why}: ${said} The function's log in CloudWatch says more.`,
    exitCodes.failed,
  );
}
