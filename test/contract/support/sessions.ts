import type { Account } from './account.ts';
import type { Emulator } from './emulator.ts';

/** What is true of some sessions, as the emulator counts them. */
export interface Counts {
  total: number;
  active: number;
  perContainmentType: Record<string, number>;
  perContainmentTypeAsListed: Record<string, number>;
  perSessionType: Record<string, number>;
  perCombination: Record<string, Record<string, number>>;
  perDay: Record<string, number>;
}

export interface Truth extends Counts {
  at: string;
  users: number;
  perBot: Record<string, Counts>;
}

export interface GenerateAnswer {
  written: number;
  replaced: number;
  total: number;
  next?: number;
  settled: boolean;
  truth: Truth;
  arguments: Record<string, unknown>;
}

export function generate(account: Account, body: unknown): Promise<GenerateAnswer> {
  return account.control<GenerateAnswer>('POST', '/sessions/generate', body);
}

/** Every session of an account as NDJSON, page after page. */
export async function exportAll(emulator: Emulator, account: Account, limit?: number): Promise<string> {
  const pages: string[] = [];
  let path = `/accounts/${account.accountId}/sessions${limit === undefined ? '' : `?limit=${limit}`}`;
  for (;;) {
    const response = await emulator.control('GET', path);
    if (response.status !== 200) throw new Error(`The export gave ${response.status}.`);
    pages.push(await response.text());
    const next = /^<([^>]*)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
    if (next === undefined) return pages.join('');
    path = emulator.resolve(next, `/_emulator${path}`).replace(/^\/_emulator/, '');
  }
}

/** What the vendor's routes say in a few ways of asking, byte for byte. */
export async function answersOf(account: Account): Promise<string[]> {
  const asks = [
    { route: 'account' as const },
    { route: 'account' as const, body: { limit: 3, skip: 2 } },
    ...['dropOff', 'selfService', 'agent'].map((type) => ({ query: `containmentType=${type}` })),
    { body: { sessionType: 'interactive' } },
    { body: { dateFrom: '2026-03-08', dateTo: '2026-03-09' } },
  ];
  const answers: string[] = [];
  for (const ask of asks) answers.push(await (await account.send(ask)).text());
  return answers;
}
