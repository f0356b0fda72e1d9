import * as z from 'zod';
import { CommandError, exitCodes } from '../failure.ts';
import { ask, type Reply } from './ask.ts';

/** The answers as far as a smoke test reads them. */
const healthSchema = z.object({ version: z.string(), engine: z.string() });
const accountSchema = z.object({
  accountId: z.string(),
  bots: z.array(z.object({ botId: z.string() })),
  apps: z.array(z.object({ kind: z.string(), clientId: z.string() })),
});
const tokenSchema = z.object({ token: z.string() });
const writtenSchema = z.object({ written: z.number() });

export type SmokeAccount = z.output<typeof accountSchema>;

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
    return read(expectStatus(await ask('GET', `${this.#base}/health`), 200), healthSchema);
  }

  async createAccount(settings: Record<string, unknown>): Promise<SmokeAccount> {
    return read(await this.#call('POST', '/accounts', 201, settings), accountSchema);
  }

  async mintToken(accountId: string, clientId: string): Promise<string> {
    return read(await this.#call('POST', `/accounts/${accountId}/tokens`, 200, { clientId }), tokenSchema)
      .token;
  }

  async importSession(accountId: string, session: Record<string, unknown>): Promise<void> {
    const reply = await this.#call('POST', `/accounts/${accountId}/sessions`, 200, [session]);
    const { written } = read(reply, writtenSchema);
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

/** @throws CommandError where the body is not of that form, as what a proxy answers for a deployment */
function read<T>(reply: Reply, schema: z.ZodType<T>): T {
  const { success, data, error } = schema.safeParse(reply.body);
  if (success) return data;
  const [field] = reply.body === undefined ? [] : error.issues.map(({ path }) => path.join('.'));
  throw unexpected(reply, field ? `JSON with ${field} is expected` : 'JSON is expected');
}

/** @throws CommandError where the status is another */
export function expectStatus(reply: Reply, status: number): Reply {
  if (reply.status === status) return reply;
  throw unexpected(reply, `${status} is expected`);
}

/** An answer that a working deployment does not give. */
export function unexpected({ status, method, url, text, reason }: Reply, why: string): CommandError {
  // On one line, as the pages of proxies are not.
  const said = reason ?? text.slice(0, 300).replace(/\s+/g, ' ').trim();
  return new CommandError(
    `${method} ${url} gave ${status}, but ${why}: ${said} The function's log in CloudWatch says more.`,
    exitCodes.failed,
  );
}
