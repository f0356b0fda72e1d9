import { progress } from '../section.ts';
import { type BenchAccount, makeAccount } from '../support/account.ts';
import type { BenchEmulator } from '../support/emulator.ts';
import { afterWeek, week, weekArguments } from '../support/sessions.ts';
import type { Target } from './load.ts';

const rows = 20;
const perCall = 10_000;

/** The page every server is asked for: what is sent, and the body to answer with. */
export interface BenchPage {
  path: string;
  token: string;
  requestBody: string;
  responseBody: string;
}

/** Loads so many sessions into a new account, by the control API as a user does. */
export async function loadAccount({ control }: BenchEmulator, sessions: number): Promise<BenchAccount> {
  const account = await makeAccount(control, { clock: { mode: 'frozen', now: afterWeek } });
  const generation = weekArguments(account.botIds, sessions);
  for (let offset = 0; offset < sessions; offset += perCall) {
    const part = { ...generation, offset, limit: Math.min(perCall, sessions - offset) };
    await control('POST', `/accounts/${account.accountId}/sessions/generate`, JSON.stringify(part));
    progress(`  ${(offset + part.limit).toLocaleString('en')} sessions loaded`);
  }
  return account;
}

/** Asks the emulator for the page that all servers are then to answer with. */
export async function fetchPage({ url }: BenchEmulator, account: BenchAccount): Promise<BenchPage> {
  const path = `/api/public/bot/${account.botIds[0]}/getSessions`;
  const token = account.tokens.builder;
  const requestBody = JSON.stringify({ ...week, limit: rows });
  const headers = { auth: token, 'content-type': 'application/json' };
  const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: requestBody });
  const responseBody = await response.text();
  const { sessions } = JSON.parse(responseBody) as { sessions?: unknown[] };
  if (sessions?.length !== rows)
    throw new Error(`The page has no ${rows} rows: ${responseBody.slice(0, 200)}`);
  return { path, token, requestBody, responseBody };
}

/** The page as the load generator asks a server for it. */
export function targetAt(url: string, { path, token, requestBody, responseBody }: BenchPage): Target {
  return {
    url: `${url}${path}`,
    headers: { auth: token, 'content-type': 'application/json', accept: 'application/json' },
    body: requestBody,
    expectedBodyBytes: Buffer.byteLength(responseBody),
  };
}
