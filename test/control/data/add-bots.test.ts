import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { control } from '../../store/control.ts';
import { type SharedTable, startSharedTable } from '../../store/instances.ts';
import { type Command, isCall } from '../../store/intercept.ts';

let table: SharedTable;
let number = 0;

beforeAll(async () => {
  table = await startSharedTable();
});
afterAll(() => table.close());

interface View {
  bots: { botId: string }[];
  apps: { clientId: string; bots: { botId: string }[] }[];
}

const isChange = (command: Command): boolean =>
  ['Put', 'Update', 'Delete'].some((name) => isCall(command, name as 'Put')) &&
  JSON.stringify(command.input).includes('"ACCOUNT#');

const rows = ['st-1', 'st-2', 'st-3'].map((botId, index) => ({
  sessionId: `s${index}`,
  botId,
  userId: 'u-1',
  start_time: '2025-03-10T10:00:00.000Z',
}));

const calls = [
  { name: 'an import with addBots', path: '/sessions?addBots=true', body: rows, added: ['st-2', 'st-3'] },
  { name: 'a bot for all apps', path: '/bots', body: { botId: 'st-2', apps: 'all' }, added: ['st-2'] },
];

describe.each(calls)('$name that is cut off after any of its writes', ({ path, body, added }) => {
  test('adds no bot without its links, and can be sent again', async () => {
    let done = false;
    for (let last = 0; !done; last++) {
      const accountId = `cut-${++number}`;
      const account = `/accounts/${accountId}`;
      const healthy = table.startInstance();
      const apps = [{ kind: 'builder' }, { kind: 'builder', bots: [] }];
      await control(healthy, 'POST', '/accounts', { accountId, bots: [{ botId: 'st-1' }], apps });
      let written = 0;
      const cut = table.startInstance(async (command, send) => {
        if (isChange(command) && written++ >= last) throw new Error('cut off');
        return send(command);
      });
      done = await control(cut, 'POST', account + path, body).then(
        () => true,
        () => false,
      );

      const all = ['st-1', ...added];
      const linkedIn = ({ apps: [first] }: View): string[] => first?.bots.map(({ botId }) => botId) ?? [];
      const left = await control<View>(table.startInstance(), 'GET', account);
      expect(linkedIn(left)).toEqual(expect.arrayContaining(left.bots.map(({ botId }) => botId)));

      if (left.bots.length < all.length) await control(healthy, 'POST', account + path, body);
      const view = await control<View>(table.startInstance(), 'GET', account);
      expect(view.bots.map(({ botId }) => botId)).toEqual(all);
      expect(linkedIn(view)).toEqual(all);
    }
    expect(number).toBeGreaterThan(2);
  });
});
