import { systemTime } from '../../functions/domain/time.ts';
import type { Lab } from './lab.ts';

export interface Asked {
  status: number;
  ms: number;
  headers: Headers;
  text: string;
}

/** Makes one request, and waits at most as long as API Gateway would. */
export async function ask(
  { url }: Pick<Lab, 'url'>,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string,
): Promise<Asked> {
  const begun = systemTime.monotonic();
  const init = {
    method,
    headers,
    signal: AbortSignal.timeout(60_000),
    ...(body === undefined ? {} : { body }),
  };
  const response = await fetch(url + path, init);
  const text = await response.text();
  return { status: response.status, ms: systemTime.monotonic() - begun, headers: response.headers, text };
}

/** Makes a call of the control API; what it gives is read from JSON. */
export async function control<T = Record<string, unknown>>(
  lab: Pick<Lab, 'url' | 'controlKey'>,
  method: string,
  path: string,
  body?: unknown,
): Promise<Asked & { json: T }> {
  const headers = { authorization: `Bearer ${lab.controlKey}`, 'content-type': 'application/json' };
  const text = body === undefined ? undefined : JSON.stringify(body);
  const asked = await ask(lab, method, `/_emulator${path}`, headers, text);
  return { ...asked, json: (isJson(asked.headers) ? JSON.parse(asked.text) : {}) as T };
}

const isJson = (headers: Headers): boolean => /json/.test(headers.get('content-type') ?? '');

/** An account with one bot, and what its client sends. */
export interface LabAccount {
  accountId: string;
  botId: string;
  /** Asks for a page. */
  page: (body?: Record<string, unknown>) => Promise<Asked>;
}

interface MadeAccount {
  accountId: string;
  bots: { botId: string }[];
  apps: { clientId: string }[];
}

export async function makeAccount(lab: Lab, input: Record<string, unknown> = {}): Promise<LabAccount> {
  const made = await control<MadeAccount>(lab, 'POST', '/accounts', input);
  if (made.status !== 201) throw new Error(`POST /accounts gave ${made.status}: ${made.text}`);
  const { accountId, bots, apps } = made.json;
  const [{ botId } = { botId: '' }] = bots;
  const { json } = await control<{ token: string }>(lab, 'POST', `/accounts/${accountId}/tokens`, {
    clientId: apps[0]?.clientId,
  });
  const headers = { auth: json.token, 'content-type': 'application/json' };
  return {
    accountId,
    botId,
    page: (body = {}) =>
      ask(lab, 'POST', `/api/public/bot/${botId}/getSessions`, headers, JSON.stringify(body)),
  };
}
