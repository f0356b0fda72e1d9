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
  it('[body.userId] the internal id that rows show', async () => {
    expect(await account.ask({ route, body: { userId: 'u-1' } })).toEqual(rowsAt(0, 1));
    expect(await account.ask({ route, body: { userId: 'u-3' } })).toEqual(rowsAt(3));
  });

  it('[body.userIdIdentities, response.neverInRow] an e-mail or enterprise id of the same user; never returned', async () => {
    expect(await account.ask({ route, body: { userId: 'jane@example.com' } })).toEqual(rowsAt(0, 1));
    expect(await account.ask({ route, body: { userId: 'E-1' } })).toEqual(rowsAt(0));
    expect(await account.ask({ route, body: { userId: 'E-2' } })).toEqual(rowsAt(2));
  });

  it('[body.userId] nobody has it: an empty result', async () => {
    for (const userId of ['u-', 'u-11', 'U-1', 'jane', 'x'.repeat(5000), '\u0000']) {
      expect(await account.ask({ route, body: { userId } })).toEqual(found([]));
    }
  });

  it.each([[['u-1']], [5], [''], [{}], [true], [null]])(
    '[body.wrongType, body.userIdEmpty] one string; %j: validation error',
    async (userId) => {
      expect(await account.ask({ route, body: { userId } })).toEqual(invalidField);
    },
  );
});

describe.each(bothRoutes)('sessionType on the %s route', (route) => {
  it('[body.sessionType] interactive or non-interactive', async () => {
    expect(await account.ask({ route, body: { sessionType: 'interactive' } })).toEqual(rowsAt(0, 2));
    expect(await account.ask({ route, body: { sessionType: 'non-interactive' } })).toEqual(rowsAt(1, 3));
  });

  it.each(['Interactive', 'noninteractive', '', 1, ['interactive'], null])(
    '[body.sessionTypeUnknown] %j: validation error',
    async (sessionType) => {
      expect(await account.ask({ route, body: { sessionType } })).toEqual(invalidField);
    },
  );
});

describe.each(bothRoutes)('tags on the %s route', (route) => {
  const ask = (tags: unknown) => account.ask({ route, body: { tags } });

  it('[body.tags] and: an entry matches by name, value and type', async () => {
    expect(await ask({ and: [{ name: 'intent', values: ['billing'], type: 'session' }] })).toEqual(
      rowsAt(0, 1),
    );
    expect(await ask({ and: [{ name: 'intent', values: ['billing'], type: 'user' }] })).toEqual(rowsAt(2));
    expect(await ask({ and: [{ name: 'regular', values: ['newuser'], type: 'user' }] })).toEqual(rowsAt(0));
    expect(await ask({ and: [{ name: 'regular', values: ['newuser'], type: 'session' }] })).toEqual(
      rowsAt(2),
    );
  });

  it('[body.tagWithoutType] and: type absent matches either', async () => {
    expect(await ask({ and: [{ name: 'intent', values: ['billing'] }] })).toEqual(rowsAt(0, 1, 2));
  });

  it('[body.tagsAnd] and: every entry must match', async () => {
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

  it('[body.tags] and: any of the values matches', async () => {
    expect(await ask({ and: [{ name: 'intent', values: ['none', 'claims'] }] })).toEqual(rowsAt(0));
    expect(await ask({ and: [{ name: 'intent', values: ['claims', 'billing'] }] })).toEqual(rowsAt(0, 1, 2));
  });

  it('[body.tagWithoutValues] no values: nothing matches', async () => {
    expect(await ask({ and: [{ name: 'intent', values: [] }] })).toEqual(rowsAt());
    expect(await ask({ or: [{ name: 'intent', values: [] }] })).toEqual(rowsAt());
  });

  it('[response.tagValues] numbers and booleans are compared as texts', async () => {
    const typed = await emulator.createAccount();
    const row = (number: number, value: unknown) =>
      makeRow(typed.botId(), number, {
        tags: { userTags: [], sessionTags: [{ name: 'mixed', value }] },
      } as Partial<Row>);
    const mixed = [5, '5', true, 'true'].map((value, index) => row(index + 1, value));
    await typed.importRows(mixed);
    const has = (value: unknown) => ({ tags: { and: [{ name: 'mixed', values: [value] }] } });
    for (const five of [5, '5']) {
      expect(await typed.ask({ route, body: has(five) })).toEqual(found(mixed.slice(0, 2)));
    }
    for (const yes of [true, 'true']) {
      expect(await typed.ask({ route, body: has(yes) })).toEqual(found(mixed.slice(2)));
    }
  });

  it('[body.tagRepeated] a tag name that repeats in one session matches by each of its values', async () => {
    expect(
      await ask({
        and: [
          { name: 'intent', values: ['billing'] },
          { name: 'intent', values: ['claims'] },
        ],
      }),
    ).toEqual(rowsAt(0));
  });

  it('[body.tagsOr] or: one entry must match', async () => {
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

  it('[body.tags] no entries at all: no filter', async () => {
    expect(await ask({})).toEqual(rowsAt(0, 1, 2, 3));
    expect(await ask({ and: [], or: [] })).toEqual(rowsAt(0, 1, 2, 3));
  });

  it('[body.tags] names and values match exactly', async () => {
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
  ])('[body.tagsMalformed] %j: validation error', async (tags) => {
    expect(await ask(tags)).toEqual(invalidField);
  });
});

describe.each(bothRoutes)('filters together on the %s route', (route) => {
  it('[body.filtersTogether] all of them hold', async () => {
    const body = {
      userId: 'u-1',
      sessionType: 'non-interactive',
      tags: { and: [{ name: 'intent', values: ['billing'] }] },
    };
    expect(await account.ask({ route, query: 'containmentType=selfService', body })).toEqual(rowsAt(1));
    expect(await account.ask({ route, query: 'containmentType=agent', body })).toEqual(rowsAt());
  });
});
