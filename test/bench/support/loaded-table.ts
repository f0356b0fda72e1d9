import { toRow } from '../../../functions/domain/row.ts';
import type { Session } from '../../../functions/domain/session.ts';
import type { StoreOptions } from '../../../functions/store/store.ts';
import type { Engine } from '../../../infra/local/engine.ts';
import { controlKey, type Instance, type SharedTable, startSharedTable } from '../../store/instances.ts';
import { progress } from '../section.ts';
import { type BenchAccount, type Control, makeAccount, toJson } from './account.ts';
import { startEngineProcess } from './engine.ts';
import { ReadLedger } from './read-ledger.ts';
import { afterWeek, week, weekOfSessions } from './sessions.ts';

/** An emulator whose reads are counted. */
export interface MeasuredInstance extends Instance {
  ledger: ReadLedger;
}

/** A table with one account in it, and what several emulators over it are asked and told. */
export interface LoadedTable {
  shared: SharedTable;
  account: BenchAccount;
  sessions: number;
  /** Moves the machine's clock on by a millisecond, so that the journal's order is that of the requests. */
  tick: () => void;
  /** An emulator that remembers nothing, as a new Lambda instance. */
  start: (options?: StoreOptions) => MeasuredInstance;
  /** Changes one session in the middle of the week, by an emulator that is not under measurement. */
  writeOneDay: () => Promise<void>;
}

/** How to call an instance's control API. */
export function controlOf(instance: Instance): Control {
  return async <T>(method: string, path: string, body?: string): Promise<T> => {
    const response = await instance.request(`/_emulator${path}`, {
      method,
      headers: { authorization: `Bearer ${controlKey}` },
      ...(body === undefined ? {} : { body }),
    });
    return toJson<T>(`${method} ${path}`, response);
  };
}

/** Loads a week of sessions, shared between so many bots, into a table of their own. */
export async function loadTable(
  sessions: number,
  bots: number,
  startEngine: () => Promise<Engine> = startEngineProcess,
): Promise<LoadedTable> {
  let now = Date.parse(afterWeek);
  const shared = await startSharedTable(() => now, { startEngine });
  const writer = shared.startInstance();
  const botIds = Array.from({ length: bots }, (_, index) => `st-bench-${index + 1}`);
  const account = await makeAccount(controlOf(writer), {
    bots: botIds.map((botId) => ({ botId })),
    clock: { mode: 'frozen', now: afterWeek },
  });
  const middle = await writeSessions(writer, account, sessions);

  let messages = 0;
  return {
    shared,
    account,
    sessions,
    tick: () => {
      now += 1;
    },
    start: (options) => {
      const ledger = new ReadLedger();
      return { ...shared.startInstance(ledger.interceptor, options), ledger };
    },
    writeOneDay: async () => {
      messages += 1;
      const row = { ...toRow(middle), noOfMessagesExchanged: messages };
      const written = await controlOf(writer)<{ replaced: number; settled: boolean }>(
        'POST',
        `/accounts/${account.accountId}/sessions`,
        JSON.stringify([row]),
      );
      if (written.replaced !== 1 || !written.settled) throw new Error('The session was not replaced.');
    },
  };
}

/**
 * Writes rows as an import does, without printing and parsing them.
 *
 * @returns a session of the middle of the week
 */
async function writeSessions(
  { store }: Instance,
  { accountId, botIds }: BenchAccount,
  count: number,
): Promise<Session> {
  const account = await store.accounts.read(accountId);
  if (!account) throw new Error(`The account ${accountId} is not there.`);
  const middleOfWeek = (Date.parse(week.dateFrom) + Date.parse(week.dateTo)) / 2;
  let middle: Session | undefined;
  let written = 0;
  for (const generated of weekOfSessions(botIds, count)) {
    const sessions = generated.map((session): Session => ({ ...session, sessionStatus: 'closed' }));
    const result = await store.sessionWriter.write(account, sessions);
    if (!result.settled) throw new Error('The index does not show what was written.');
    written += result.written;
    middle ??= sessions.find(({ startTime }) => startTime >= middleOfWeek);
    if (written % 20_000 === 0) progress(`  ${written.toLocaleString('en')} sessions loaded`);
  }
  if (written !== count || !middle) throw new Error(`${written} of ${count} sessions were written.`);
  return middle;
}
