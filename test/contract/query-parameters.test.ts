import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { found, invalidParameter } from './support/answer.ts';
import { bothRoutes, useEmulator } from './support/emulator.ts';
import { makeRow, type Row } from './support/rows.ts';

const emulator = useEmulator();
let account: Account;
let rows: Row[];

beforeAll(async () => {
  account = await emulator.createAccount();
  const containmentTypes = ['dropOff', 'selfService', 'agent', 'selfService'];
  rows = containmentTypes.map((containmentType, index) =>
    makeRow(account.botId(), index + 1, { containmentType }),
  );
  const callIds = ['call-1', 'call-1', 'call 2/ä', undefined];
  await account.importRows(rows.map((row, index) => ({ ...row, callId: callIds[index] })));
});

describe.each(bothRoutes)('containmentType on the %s route', (route) => {
  it.each(['dropOff', 'selfService', 'agent'])(
    '[query.containmentType] %s: only these sessions',
    async (wanted) => {
      expect(await account.ask({ route, query: `containmentType=${wanted}` })).toEqual(
        found(rows.filter(({ containmentType }) => containmentType === wanted)),
      );
    },
  );

  it('[query.containmentTypeAbsent] absent: all', async () => {
    expect(await account.ask({ route })).toEqual(found(rows));
  });

  it.each([
    'dropoff',
    'SelfService',
    'AGENT',
    'selfservice',
    'all',
    'dropOff,agent',
    'dropOff%20',
    '%00',
    '1',
    '',
  ])('[query.containmentTypeUnknown] unknown or wrongly cased "%s": validation error', async (text) => {
    expect(await account.ask({ route, query: `containmentType=${text}` })).toEqual(invalidParameter);
  });

  it('[query.containmentTypeEmpty] without a value: validation error', async () => {
    expect(await account.ask({ route, query: 'containmentType' })).toEqual(invalidParameter);
  });

  it('[query.repeated] repeated: validation error, also with the same value', async () => {
    for (const second of ['agent', 'dropOff', '']) {
      const query = `containmentType=dropOff&containmentType=${second}`;
      expect(await account.ask({ route, query })).toEqual(invalidParameter);
    }
  });

  it('[body.containmentType] in the body it is an unknown field: ignored', async () => {
    expect(await account.ask({ route, body: { containmentType: 'agent' } })).toEqual(found(rows));
  });

  it('[query.unknown] unknown query parameters and wrongly cased names are ignored', async () => {
    for (const query of ['containmenttype=agent', 'limit=1&skip=1', 'x=1&x=2', '&&=&', '%zz=%zz']) {
      expect(await account.ask({ route, query })).toEqual(found(rows));
    }
  });
});

describe('callId', () => {
  it('[query.callId, response.neverInRow] on the bot route: only the sessions with this call id, which is not returned', async () => {
    expect(await account.ask({ query: 'callId=call-1' })).toEqual(found(rows.slice(0, 2)));
    expect(await account.ask({ route: 'stream', query: 'callId=call-1' })).toEqual(found(rows.slice(0, 2)));
    expect(await account.ask({ query: `callId=${encodeURIComponent('call 2/ä')}` })).toEqual(
      found(rows.slice(2, 3)),
    );
  });

  it('[query.callId] no session has it: an empty result', async () => {
    for (const callId of ['call', 'CALL-1', 'call-11', '%00', 'x'.repeat(3000)]) {
      expect(await account.ask({ query: `callId=${callId}` })).toEqual(found([]));
    }
  });

  it('[query.callId] together with containmentType: both hold', async () => {
    expect(await account.ask({ query: 'callId=call-1&containmentType=selfService' })).toEqual(
      found(rows.slice(1, 2)),
    );
  });

  it('[query.callIdEmpty, query.repeated] empty or repeated: validation error', async () => {
    for (const query of ['callId=', 'callId', 'callId=call-1&callId=call-1']) {
      expect(await account.ask({ query })).toEqual(invalidParameter);
    }
  });

  it('[query.callIdOnAccountRoute] on the account route: ignored, whatever it is', async () => {
    for (const query of ['callId=call-1', 'callId=', 'callId=a&callId=b']) {
      expect(await account.ask({ route: 'account', query })).toEqual(found(rows));
    }
  });
});

describe.each(bothRoutes)('what else a request may be on the %s route', (route) => {
  it('[body.none] empty body with Content-Type application/json: same as {}', async () => {
    expect(await account.ask({ route })).toEqual(found(rows));
    expect(await account.ask({ route, rawBody: '' })).toEqual(found(rows));
    expect(await account.ask({ route, body: {} })).toEqual(found(rows));
  });

  it('[body.includeMeta, body.includeMetaMeaning] includeMeta in the body: accepted, ignored', async () => {
    for (const includeMeta of [true, false, 'true', 1, null, {}]) {
      expect(await account.ask({ route, body: { includeMeta } })).toEqual(found(rows));
    }
  });

  it('[body.contentType] the content type is not looked at', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'nonsense', '']) {
      const headers = { 'content-type': type };
      expect(await account.ask({ route, headers, body: { limit: 10 } })).toEqual(found(rows));
    }
  });
});
