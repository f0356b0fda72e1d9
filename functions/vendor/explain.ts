import type { Account, App } from '../domain/account.ts';
import { accountNow } from '../domain/clock.ts';
import type { RouteKind } from '../domain/faults.ts';
import type { Narrowing } from '../domain/journal.ts';
import { type Reason, Refusal } from '../domain/refusal.ts';
import { noUsage } from '../store/table/meter.ts';
import type { EmulatedApi, Sent } from './api.ts';
import { authorize } from './authorize.ts';
import { parseBody } from './body.ts';
import { vendorErrorOf } from './reply.ts';

/** A request that nobody has sent: what it would be asked with, once its token is found good. */
export interface Supposed {
  kind: RouteKind;
  method: string;
  /** Of the route of a bot. */
  botId: string | undefined;
  /** Who asks; absent: somebody who may ask for everything. */
  app: App | undefined;
  parameters: URLSearchParams;
  body: Uint8Array;
}

/** What it would come to. */
export interface Explanation {
  status: number;
  reason?: Reason;
  /** Of a refusal. */
  errors?: { msg: string; code: number }[];
  total?: number;
  returned?: number;
  unread: string[];
  narrowing?: Narrowing;
  /** Of the answer, JSON. */
  body?: string;
}

/** Answers a request as far as its numbers go: faults and limits are not looked at, and nothing counts it. */
export async function explain(
  api: EmulatedApi,
  account: Account,
  supposed: Supposed,
  systemNow: number,
): Promise<Explanation> {
  const explanation: Explanation = { status: 200, unread: [] };
  try {
    await work(api, account, supposed, systemNow, explanation);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, msg, code } = vendorErrorOf(error, account.settings.errors);
    return { ...explanation, status, errors: [{ msg, code }], reason: error.reason };
  }
  return explanation;
}

async function work(
  api: EmulatedApi,
  account: Account,
  { kind, method, botId, app = seesAll(api), parameters, body }: Supposed,
  systemNow: number,
  explanation: Explanation,
): Promise<void> {
  const botIds = authorize(account, app, { api, botId });
  const sent: Sent = {
    method,
    kind,
    parameters,
    body: parseBody(body, 'application/json', account.settings),
  };
  explanation.unread = api.unread(sent);
  const asker = { account, botIds, now: accountNow(account.clock, systemNow) };
  const { total, returned, reason, body: answer } = await api.answer(sent, asker, noUsage());
  const narrowing = await api.narrow?.(sent, asker);
  const text = typeof answer === 'string' ? answer : new TextDecoder().decode(answer);
  Object.assign(explanation, { total, returned, reason, narrowing, body: text });
}

const seesAll = ({ scope }: EmulatedApi): App => ({
  kind: 'admin',
  clientId: '',
  clientSecret: '',
  name: '',
  algorithms: [],
  enforceJti: false,
  enforceJwe: false,
  scopes: [scope.id],
});
