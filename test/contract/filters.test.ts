import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { found, invalidField } from './support/answer.ts';
import { bothRoutes, useEmulator } from './support/emulator.ts';
import { nth } from './support/list.ts';
import { makeRow, type Row } from './support/rows.ts';

const emulator = useEmulator();
let account: Account;
let rows: Row[];

beforeAll(async () => {
  account = await emulator.createAccount();
  const regular = { name: 'regular', value: 'newuser' };
  const billing = { name: 'intent', value: 'billing' };
  const claims = { name: 'intent', value: 'claims' };
  const plan = { name: 'plan', value: 'gold' };
  const changes: Partial<Row>[] = [
    { userId: 'u-1', tags: { userTags: [regular], sessionTags: [billing, claims] } },
    { userId: 'u-1', tags: { userTags: [], sessionTags: [billing, plan] }, sessionType: 'non-interactive' },
    { userId: 'u-2', tags: { userTags: [billing], sessionTags: [regular] } },
    { userId: 'u-3', sessionType: 'non-interactive' },
  ];
  rows = changes.map((change, index) => makeRow(account.botId(), index + 1, change));
  const identities = [['jane@example.com', 'E-1'], ['jane@example.com'], ['E-2'], []];
  await account.importRows(rows.map((row, index) => ({ ...row, identities: identities[index] })));
});

const rowsAt = (...positions: number[]) => found(positions.map((position) => nth(rows, position)));

describe.each(bothRoutes)('userId on the %s route', (route) => {
  it('[documented] the internal id that rows show', async () => {
    expect(await account.ask({ route, body: { userId: 'u-1' } })).toEqual(rowsAt(0, 1));
    expect(await account.ask({ route, body: { userId: 'u-3' } })).toEqual(rowsAt(3));
  });

  it('[documented; identities assumed] an e-mail or enterprise id of the same user; never returned', async () => {
    expect(await account.ask({ route, body: { userId: 'jane@example.com' } })).toEqual(rowsAt(0, 1));
    expect(await account.ask({ route, body: { userId: 'E-1' } })).toEqual(rowsAt(0));
    expect(await account.ask({ route, body: { userId: 'E-2' } })).toEqual(rowsAt(2));
  });

  it('[documented] nobody has it: an empty result', async () => {
    for (const userId of ['u-', 'u-11', 'U-1', 'jane', 'x'.repeat(5000), '\u0000']) {
      expect(await account.ask({ route, body: { userId } })).toEqual(found([]));
    }
  });

  it.each([[['u-1']], [5], [''], [{}], [true], [null]])(
    '[documented] one string; %j: validation error',
    async (userId) => {
      expect(await account.ask({ route, body: { userId } })).toEqual(invalidField);
    },
  );
});

describe.each(bothRoutes)('sessionType on the %s route', (route) => {
  it('[documented] interactive or non-interactive', async () => {
    expect(await account.ask({ route, body: { sessionType: 'interactive' } })).toEqual(rowsAt(0, 2));
    expect(await account.ask({ route, body: { sessionType: 'non-interactive' } })).toEqual(rowsAt(1, 3));
  });

  it.each(['Interactive', 'noninteractive', '', 1, ['interactive'], null])(
    '[documented] %j: validation error',
    async (sessionType) => {
      expect(await account.ask({ route, body: { sessionType } })).toEqual(invalidField);
    },
  );
});

describe.each(bothRoutes)('tags on the %s route', (route) => {
  const ask = (tags: unknown) => account.ask({ route, body: { tags } });

  it('[assumed] and: an entry matches by name, value and type', async () => {
    expect(await ask({ and: [{ name: 'intent', values: ['billing'], type: 'session' }] })).toEqual(
      rowsAt(0, 1),
    );
    expect(await ask({ and: [{ name: 'intent', values: ['billing'], type: 'user' }] })).toEqual(rowsAt(2));
    expect(await ask({ and: [{ name: 'regular', values: ['newuser'], type: 'user' }] })).toEqual(rowsAt(0));
    expect(await ask({ and: [{ name: 'regular', values: ['newuser'], type: 'session' }] })).toEqual(
      rowsAt(2),
    );
  });

  it('[assumed] and: type absent matches either', async () => {
    expect(await ask({ and: [{ name: 'intent', values: ['billing'] }] })).toEqual(rowsAt(0, 1, 2));
  });

  it('[assumed] and: every entry must match', async () => {
    expect(
      await ask({
        and: [
          { name: 'intent', values: ['billing'] },
          { name: 'plan', values: ['gold'] },
        ],
      }),
    ).toEqual(rowsAt(1));
    expect(
      await ask({
        and: [
          { name: 'plan', values: ['gold'] },
          { name: 'regular', values: ['newuser'] },
        ],
      }),
    ).toEqual(rowsAt());
  });

  it('[assumed] and: any of the values matches', async () => {
    expect(await ask({ and: [{ name: 'intent', values: ['none', 'claims'] }] })).toEqual(rowsAt(0));
    expect(await ask({ and: [{ name: 'intent', values: ['claims', 'billing'] }] })).toEqual(rowsAt(0, 1, 2));
  });

  it('[observed] a tag name that repeats in one session matches by each of its values', async () => {
    expect(
      await ask({
        and: [
          { name: 'intent', values: ['billing'] },
          { name: 'intent', values: ['claims'] },
        ],
      }),
    ).toEqual(rowsAt(0));
  });

  it('[assumed] or: one entry must match', async () => {
    expect(
      await ask({
        or: [
          { name: 'plan', values: ['gold'] },
          { name: 'intent', values: ['claims'], type: 'session' },
        ],
      }),
    ).toEqual(rowsAt(0, 1));
    expect(await ask({ or: [{ name: 'plan', values: ['silver'] }] })).toEqual(rowsAt());
  });

  it('[assumed] no entries at all: no filter', async () => {
    expect(await ask({})).toEqual(rowsAt(0, 1, 2, 3));
    expect(await ask({ and: [], or: [] })).toEqual(rowsAt(0, 1, 2, 3));
  });

  it('[assumed] names and values match exactly', async () => {
    expect(await ask({ and: [{ name: 'Intent', values: ['billing'] }] })).toEqual(rowsAt());
    expect(await ask({ and: [{ name: 'intent', values: ['bill', 'BILLING', ''] }] })).toEqual(rowsAt());
  });

  it.each([
    [null],
    ['intent'],
    [5],
    [[]],
    [[{ name: 'intent', values: ['billing'] }]],
    [{ and: null }],
    [{ and: {} }],
    [{ and: 'x' }],
    [{ and: [null] }],
    [{ and: ['intent'] }],
    [{ and: [{}] }],
    [{ and: [{ name: 'intent' }] }],
    [{ and: [{ values: ['billing'] }] }],
    [{ and: [{ name: '', values: [] }] }],
    [{ and: [{ name: 5, values: ['billing'] }] }],
    [{ and: [{ name: 'intent', values: 'billing' }] }],
    [{ and: [{ name: 'intent', values: [{}] }] }],
    [{ and: [{ name: 'intent', values: [null] }] }],
    [{ and: [{ name: 'intent', values: ['billing'], type: 'bot' }] }],
    [{ and: [{ name: 'intent', values: ['billing'], type: null }] }],
    [{ or: [{ name: 'intent', values: ['billing'], type: 'User' }] }],
    [{ and: [{ name: 'intent', values: ['billing'] }], or: 'x' }],
  ])('[assumed] %j: validation error', async (tags) => {
    expect(await ask(tags)).toEqual(invalidField);
  });
});

describe.each(bothRoutes)('filters together on the %s route', (route) => {
  it('[documented] all of them hold', async () => {
    const body = {
      userId: 'u-1',
      sessionType: 'non-interactive',
      tags: { and: [{ name: 'intent', values: ['billing'] }] },
    };
    expect(await account.ask({ route, query: 'containmentType=selfService', body })).toEqual(rowsAt(1));
    expect(await account.ask({ route, query: 'containmentType=agent', body })).toEqual(rowsAt());
  });
});
