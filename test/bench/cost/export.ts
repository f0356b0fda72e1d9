import { seconds } from '../section.ts';
import { controlOf, type LoadedTable } from '../support/loaded-table.ts';
import { askForPage, measurePage, readJournal } from './measure-page.ts';
import { withoutFilter } from './requests.ts';
import { pageLimit } from './states.ts';

export interface ExportCost {
  sessions: number;
  pages: number;
  callsPerPage: number;
  readUnitsPerSession: number;
  seconds: number;
}

/** Walks the whole window by skip and limit, as a client does that exports it, on a warm emulator. */
export async function measureExport(table: LoadedTable): Promise<ExportCost> {
  const instance = table.start();
  await measurePage(table, instance, withoutFilter, 10 * table.sessions, 1);
  await controlOf(instance)('DELETE', `/accounts/${table.account.accountId}/requests`);
  let pages = 0;
  let rows = 0;
  const taken = await seconds(async () => {
    for (let more = true; more; pages += 1) {
      const body = await askForPage(table, instance, withoutFilter, pages * pageLimit, pageLimit);
      rows += body.sessions.length;
      more = body.moreAvailable;
    }
  });
  if (rows !== table.sessions) throw new Error(`The export has ${rows} of ${table.sessions} sessions.`);

  const entries = await readJournal(table, instance, pages);
  if (entries.length !== pages) throw new Error(`The journal has ${entries.length} of ${pages} pages.`);
  const sum = (of: 'calls' | 'readUnits'): number =>
    entries.reduce((total, { dynamodb }) => total + dynamodb[of], 0);
  return {
    sessions: table.sessions,
    pages,
    callsPerPage: sum('calls') / pages,
    readUnitsPerSession: sum('readUnits') / rows,
    seconds: taken,
  };
}
