import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedEngine } from '../../../infra/local/engine.ts';
import { type LoadedTable, loadTable } from '../support/loaded-table.ts';
import { measurePage } from './measure-page.ts';
import { withoutFilter } from './requests.ts';

let table: LoadedTable;

beforeAll(async () => {
  table = await loadTable(700, 1, startEmbeddedEngine);
});
afterAll(() => table.shared.close());

const cold = { calls: 11, requests: 1, total: 700, returned: 100, moreAvailable: true };

describe('what a page costs', () => {
  it('is what the journal says, and that is what was read', async () => {
    const instance = table.start();
    const page = await measurePage(table, instance, withoutFilter, 0, 100);
    expect(page).toMatchObject(cold);
    expect(await measurePage(table, instance, withoutFilter, 0, 100)).toMatchObject({
      calls: 1,
      readUnits: 1,
    });
  });

  it('is that of all requests together where the first ones were not answered', async () => {
    const once = await measurePage(table, table.start(), withoutFilter, 0, 100);
    const instance = table.start();
    let failing = 2;
    const unavailable = new Response('{}', {
      status: 500,
      headers: { 'x-emulator-reason': 'store_unavailable: no time' },
    });
    // Read all the same, but not answered in time.
    const late = async (path: string, init?: RequestInit): Promise<Response> => {
      const response = await instance.request(path, init);
      return path.includes('getSessions') && failing-- > 0 ? unavailable : response;
    };
    const page = await measurePage(table, { ...instance, request: late }, withoutFilter, 0, 100);
    expect(page).toMatchObject({
      ...cold,
      calls: once.calls + 2,
      readUnits: once.readUnits + 2,
      requests: 3,
    });
  });
});
