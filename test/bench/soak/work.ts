import { setTimeout as sleep } from 'node:timers/promises';
import { type BenchAccount, makeAccount } from '../support/account.ts';
import type { BenchEmulator } from '../support/emulator.ts';
import { someTag, week, weekArguments } from '../support/sessions.ts';

/** What goes on at the same time, each again and again until the time is up. */
export interface Work {
  name: 'read' | 'import' | 'delete' | 'make and remove an account';
  /** How many at once. */
  at: number;
  /** Between the end of one and the beginning of the next, ms. */
  pauseMs: number;
  once: (round: number) => Promise<void>;
}

const rowsPerImport = 200;
const hourMs = 3_600_000;
const weekStart = Date.parse(week.dateFrom);
const hours = 7 * 24;

/** @param account one with sessions all over the week */
export function workOn(emulator: BenchEmulator, account: BenchAccount): Work[] {
  return [
    { name: 'read', at: 4, pauseMs: 5, once: reader(emulator, account) },
    { name: 'import', at: 1, pauseMs: 200, once: importer(emulator, account) },
    { name: 'delete', at: 1, pauseMs: 500, once: remover(emulator, account) },
    { name: 'make and remove an account', at: 1, pauseMs: 500, once: maker(emulator) },
  ];
}

/** Pages near and far, of one bot and of all, with filters and without. */
function reader({ url }: BenchEmulator, { botIds, tokens }: BenchAccount): Work['once'] {
  const ofBot = `/api/public/bot/${botIds[0]}/getSessions`;
  const kinds = [
    { path: ofBot, token: tokens.builder, body: { limit: 100 } },
    { path: ofBot, token: tokens.builder, body: { limit: 100, skip: 1_000 } },
    { path: `${ofBot}?containmentType=agent`, token: tokens.builder, body: { limit: 100 } },
    { path: ofBot, token: tokens.builder, body: { limit: 20, tags: { and: [{ ...someTag }] } } },
    { path: '/api/public/getSessions', token: tokens.admin, body: { limit: 1_000 } },
  ] as const;
  return async (round) => {
    const kind = kinds[round % kinds.length] ?? kinds[0];
    const response = await fetch(url + kind.path, {
      method: 'POST',
      headers: { auth: kind.token, 'content-type': 'application/json' },
      body: JSON.stringify({ ...week, ...kind.body }),
    });
    const text = await response.text();
    if (response.status !== 200)
      throw new Error(`${kind.path} answered ${response.status}: ${text.slice(0, 200)}`);
  };
}

/** Rows of one hour, new ones and in time some that take the place of earlier ones: what is imported is mostly of one day. */
function importer({ control }: BenchEmulator, { accountId, botIds }: BenchAccount): Work['once'] {
  return async (round) => {
    const rows = Array.from({ length: rowsPerImport }, (_, index) => ({
      sessionId: `soak-${((round % 50) * rowsPerImport + index).toString(16)}`,
      botId: botIds[index % botIds.length],
      userId: `u-${round}`,
      start_time: new Date(weekStart + ((round * 31) % hours) * hourMs + index * 15_000).toISOString(),
    }));
    await control('POST', `/accounts/${accountId}/sessions`, JSON.stringify(rows));
  };
}

function remover({ control }: BenchEmulator, { accountId, botIds }: BenchAccount): Work['once'] {
  return async (round) => {
    const from = weekStart + ((round * 17) % hours) * hourMs;
    const query = new URLSearchParams({
      from: new Date(from).toISOString(),
      to: new Date(from + hourMs - 1).toISOString(),
    });
    await control('DELETE', `/accounts/${accountId}/sessions?${query}`);
    const again = { ...weekArguments(botIds, 100, `soak ${round}`), from, to: from + hourMs - 1 };
    await control('POST', `/accounts/${accountId}/sessions/generate`, JSON.stringify(again));
  };
}

function maker({ control }: BenchEmulator): Work['once'] {
  return async () => {
    const { accountId, botIds } = await makeAccount(control);
    const made = weekArguments(botIds, 1_000, accountId);
    await control('POST', `/accounts/${accountId}/sessions/generate`, JSON.stringify(made));
    for (;;) {
      const left = await control<unknown>('DELETE', `/accounts/${accountId}`);
      if (left === undefined) return;
      await sleep(100);
    }
  };
}
