import { ControlClient } from '../../../../infra/client/client.ts';
import { ProblemError } from '../../../../infra/client/errors.ts';
import { exportSessions } from '../../../../infra/client/pages.ts';
import type { AccountView } from '../../../../infra/client/types.ts';
import { askAll } from '../support/ask.ts';
import type { StartLine } from '../support/spawned.ts';
import { accountId, botIds, type Held, versionOf, window } from './steps.ts';

export interface Seen {
  /** Undefined where there is no account. */
  held: Held | undefined;
  snapshots: string[];
  /** The version of the template. */
  template: string | undefined;
  /** How long the first page took, ms. */
  firstPageMs: number;
}

interface Row {
  sessionId: string;
  botId: string;
  userId: string;
  start_time: string;
}

/**
 * Looks at everything that an emulator shows of the account: the export, and every page of every bot.
 *
 * @throws Error where these do not agree
 */
export async function look({ url, controlKey }: StartLine): Promise<Seen> {
  const client = new ControlClient({ url, controlKey });
  const account = await found(client);
  const { templates } = await client.call('listTemplates', {});
  const template = templates[0]?.version;
  if (!account) return { held: undefined, snapshots: [], template, firstPageMs: 0 };
  const facts = { url, controlKey, account };
  const began = performance.now();
  await askAll(facts, { ...dates, limit: 1 });
  const firstPageMs = performance.now() - began;
  const exported = toHeld(await exportedRows(client));
  const walked = new Map(exported);
  let total = 0;
  for (const botId of botIds) {
    const rows = await walk(facts, { botId });
    total += rows.length;
    for (const row of rows) {
      if (exported.get(row.sessionId) !== versionOfRow(row)) {
        throw new Error(`${row.sessionId} is on a page and not in the export, or another.`);
      }
      walked.delete(row.sessionId);
    }
  }
  if (walked.size > 0) throw new Error(`${walked.size} sessions are exported and on no page.`);
  if (total !== exported.size) throw new Error(`${total} rows on pages, ${exported.size} in the export.`);
  const { snapshots } = await client.call('listSnapshots', { accountId });
  return { held: exported, snapshots: snapshots.map(({ name }) => name), template, firstPageMs };
}

const dates = { dateFrom: new Date(window.from).toISOString(), dateTo: new Date(window.to).toISOString() };

async function found(client: ControlClient): Promise<AccountView | undefined> {
  try {
    return await client.call('getAccount', { accountId });
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'account_not_found') return undefined;
    throw error;
  }
}

async function exportedRows(client: ControlClient): Promise<Row[]> {
  let text = '';
  for await (const page of exportSessions(client, accountId)) text += page;
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);
}

/** @throws Error where pages say different totals, or name a session twice */
async function walk(facts: StartLine, filter: { botId: string }): Promise<Row[]> {
  const rows = new Map<string, Row>();
  let total = Number.POSITIVE_INFINITY;
  for (let skip = 0; skip < total; ) {
    const page = await askAll(facts, { ...dates, skip, limit: 1_000 }, filter.botId);
    if (total !== Number.POSITIVE_INFINITY && page.total !== total) throw new Error('The total changed.');
    total = page.total;
    if (page.sessions.length === 0 && total > 0) throw new Error(`No rows from ${skip} of ${total} on.`);
    for (const row of page.sessions as unknown as Row[]) rows.set(row.sessionId, row);
    skip += page.sessions.length;
  }
  if (rows.size !== total) throw new Error(`${rows.size} different rows on the pages of ${total}.`);
  return [...rows.values()];
}

const versionOfRow = ({ userId, start_time }: Row): string =>
  versionOf({ userId, start: Date.parse(start_time) });
const toHeld = (rows: readonly Row[]): Map<string, string> =>
  new Map(rows.map((row) => [row.sessionId, versionOfRow(row)]));
