import type { Instance } from '../../store/instances.ts';
import { untilAnswered } from '../cost/until-answered.ts';
import { tokenFor } from '../support/account.ts';
import { controlOf, type LoadedTable } from '../support/loaded-table.ts';
import { week } from '../support/sessions.ts';
import { type Calls, Ledger } from './ledger.ts';

/** As one of many Lambda instances, or as the only process that writes, on a laptop. */
export const forms = ['AWS', 'laptop'] as const;
export type Form = (typeof forms)[number];

export const changes = ['snapshot', 'restore', 'account from a snapshot', 'reset'] as const;
export const pages = [
  'warm page',
  'first page after the restore',
  'first page of the account',
  'first page of it by another instance',
  'cold page',
] as const;

/** What a call came to. */
export interface Cost extends Calls {
  what: (typeof changes)[number] | (typeof pages)[number];
  form: Form;
  sessions: number;
  ms: number;
}

/** How an emulator of a form is started. */
export const optionsOf = { AWS: {}, laptop: { soleWriter: true, isIndexImmediate: true } };

/** What it takes to keep, restore, reset and copy an account, and pages before and afterwards. */
export async function measureSteps(table: LoadedTable, form: Form): Promise<Cost[]> {
  const { shared, account, sessions } = table;
  const ledger = new Ledger();
  const instance = shared.startInstance(ledger.interceptor, optionsOf[form]);
  const control = controlOf(instance);
  const costs: Cost[] = [];
  const take = async <T>(what: Cost['what'], work: () => Promise<T>, by = ledger): Promise<T> => {
    const { result, calls, ms } = await by.during(work);
    costs.push({ what, form, sessions, ...calls, ms });
    await shared.settled();
    return result;
  };
  const path = `/accounts/${account.accountId}`;
  const golden = `golden-${form}`;
  const page = (token = account.tokens.admin, asked = instance) => firstPage(asked, token, sessions);
  // What is loaded when it is first used is not in the figures.
  await control('PATCH', path, '{"settings":{"journal":false}}');
  await page();
  await control('PUT', `${path}/snapshots/first`);
  await control('DELETE', `${path}/snapshots/first`);
  await control('POST', `${path}/sessions/generate`, JSON.stringify({ count: 1, seed: form }));
  await control('DELETE', `${path}/sessions?from=${week.dateTo}`);
  await page();

  await take('warm page', () => page());
  await take('snapshot', () => control('PUT', `${path}/snapshots/${golden}`));
  await take('restore', () => control('POST', `${path}/snapshots/${golden}/restore`));
  await take('first page after the restore', () => page());
  const from = { accountId: account.accountId, snapshot: golden };
  const body = JSON.stringify({ from, apps: [{ kind: 'admin' }], settings: { journal: false } });
  type Made = { accountId: string; apps: { clientId: string; clientSecret: string }[] };
  const made = await take('account from a snapshot', () => control<Made>('POST', '/accounts', body));
  const [app] = made.apps;
  const token = await tokenFor(app?.clientId ?? '', app?.clientSecret ?? '');
  await take('first page of the account', () => page(token));
  if (form === 'AWS') {
    const other = new Ledger();
    const stranger = shared.startInstance(other.interceptor);
    await take('cold page', () => page(undefined, stranger), other);
    await take('first page of it by another instance', () => page(token, stranger), other);
  }
  await take('reset', () => control('POST', `/accounts/${made.accountId}/reset`));
  await control('DELETE', `/accounts/${made.accountId}`);
  await shared.settled();
  return costs;
}

async function firstPage(instance: Instance, token: string, sessions: number): Promise<void> {
  const { response } = await untilAnswered(() =>
    instance.request('/api/public/getSessions', {
      method: 'POST',
      headers: { auth: token, 'content-type': 'application/json' },
      body: JSON.stringify({ ...week, limit: 100 }),
    }),
  );
  const { total } = (await response.json()) as { total: number };
  if (total < sessions) throw new Error(`The page counts ${total} of ${sessions} sessions.`);
}
