import type { BenchAccount } from '../support/account.ts';
import type { BenchEmulator } from '../support/emulator.ts';
import { week } from '../support/sessions.ts';
import type { Target } from './load.ts';

const rows = 20;

/** The page every server is asked for: what is sent, and the body to answer with. */
export interface BenchPage {
  path: string;
  token: string;
  requestBody: string;
  responseBody: string;
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
    bodies: [requestBody],
    expectedBodyBytes: Buffer.byteLength(responseBody),
  };
}

/** As `targetAt`, another page each time: so many in turns, from the newest on. */
export function pagesAt(url: string, page: BenchPage, pages: number): Target {
  const query = JSON.parse(page.requestBody) as Record<string, unknown>;
  const bodies = Array.from({ length: pages }, (_, index) =>
    JSON.stringify({ ...query, skip: index * rows }),
  );
  return { ...targetAt(url, page), bodies };
}
