import { beforeAll, describe, expect, it } from 'vitest';
import type { Account, ImportAnswer } from './support/account.ts';
import { type Answer, answered, found } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';

/*
 * The samples of the vendor's page on the Sessions History API, as they are meant: brackets mended, and the
 * two rows of one answer that are masked to the same id told apart. The older rows have neither the newer
 * order of members nor a sessionStatus; what comes back has both.
 */

const emulator = useEmulator();
const maskedBot = 'st-ffeffxxx-xxxc-xexa-axxx-cxxabxxxxcxx';

const common = {
  sessionId: 'xxxxaxxexxxaxexdxxxdxxxe',
  botId: maskedBot,
  channel: 'rtm',
  userId: 'u-xxfexxxd-xxex-xdxe-xaec-xeaxbxxxxfxx',
  start_time: '2021-04-26T11:27:25.977Z',
  end_time: '2021-04-26T11:27:26.145Z',
  session_lang: ['en'],
};
const newUser = { userTags: [{ value: 'newuser', name: 'regular' }], sessionTags: [] };
const noTags = { userTags: [], sessionTags: [] };

const dropOff = {
  total: 1,
  moreAvailable: false,
  sessions: [
    {
      ...common,
      sessionType: 'interactive',
      containmentType: 'dropOff',
      isDeveloper: false,
      tags: newUser,
      noOfMessagesExchanged: 1,
      noOfTasksExecuted: 0,
    },
  ],
};

const selfService = {
  total: 2,
  moreAvailable: false,
  sessions: [
    {
      ...common,
      sessionType: 'non-interactive',
      containmentType: 'selfService',
      isDeveloper: false,
      tags: newUser,
      noOfMessagesExchanged: 6,
      noOfTasksExecuted: 0,
    },
    {
      ...common,
      sessionId: 'xxxxaxxexxxaxexdxxxdxxxa',
      sessionType: 'non-interactive',
      containmentType: 'selfService',
      isDeveloper: false,
      tags: newUser,
      noOfMessagesExchanged: 8,
      noOfTasksExecuted: 0,
    },
  ],
};

const agent = {
  total: 1,
  moreAvailable: false,
  sessions: [
    {
      ...common,
      sessionType: 'interactive',
      containmentType: 'agent',
      isDeveloper: false,
      tags: noTags,
      noOfMessagesExchanged: 7,
      noOfTasksExecuted: 2,
    },
  ],
};

const byIds = {
  total: 1,
  moreAvailable: false,
  sessions: [
    {
      sessionId: '6465cf6e4769ed4e822b82a1',
      botId: 'st-dc600cf5-b1c5-581e-a2c3-eb81fe39c927',
      channel: 'rtm',
      userId: 'u-8c4ca335-3152-5622-9cbb-51c6daf6c12f',
      start_time: '2023-05-18T07:10:38.695Z',
      end_time: '2023-05-18T07:10:39.201Z',
      session_lang: ['en'],
      sessionType: 'interactive',
      isDeveloper: false,
      sessionStatus: 'closed',
      tags: noTags,
      noOfMessagesExchanged: 3,
      noOfTasksExecuted: 1,
      containmentType: 'selfService',
    },
  ],
  invalidSessions: ['6465cf6e47Q9ed4e822b82a1'],
};

type Sample = { sessions: Record<string, unknown>[] };

/** A sample's answer with its rows as they are, and the status that newer ones have behind `isDeveloper`. */
function modernised(sample: Sample): Sample {
  const modern = (row: Record<string, unknown>) => {
    const members = Object.entries(row).flatMap((member) =>
      member[0] === 'isDeveloper' ? [member, ['sessionStatus', 'closed']] : [member],
    );
    return Object.fromEntries(members);
  };
  return { ...sample, sessions: sample.sessions.map(modern) };
}

async function accountWith(sample: Sample, now: string): Promise<Account> {
  const botIds = [...new Set(sample.sessions.map((row) => row['botId']))];
  const account = await emulator.createAccount({
    clock: { mode: 'frozen', now },
    bots: botIds.map((botId) => ({ botId })),
  });
  const imported = await account.control<ImportAnswer>('POST', '/sessions', sample);
  expect(imported).toEqual({ written: sample.sessions.length, replaced: 0, rejected: [], settled: true });
  return account;
}

describe('sample responses', () => {
  it.each([
    ['dropOff', dropOff],
    ['selfService', selfService],
    ['agent', agent],
  ])(
    '[response.shape, response.fields] for %s sessions: imported as they are, and answered to the letter',
    async (name, sample) => {
      const account = await accountWith(sample, '2021-04-27T00:00:00.000Z');
      const expected = JSON.stringify(modernised(sample));
      for (const route of ['bot', 'account'] as const) {
        const response = await account.send({ route, query: `containmentType=${name}` });
        expect(await response.text()).toBe(expected);
      }
      for (const other of ['dropOff', 'selfService', 'agent'].filter((type) => type !== name)) {
        expect(await account.ask({ query: `containmentType=${other}` })).toEqual(found([]));
      }
    },
  );

  it('[sessionId.array] for one or more session ids: request and answer to the letter', async () => {
    const account = await accountWith(byIds, '2024-01-01T00:00:00.000Z');
    const rawBody = `{
        "sessionId": ["6465cf6e4769ed4e822b82a1","6465cf6e47Q9ed4e822b82a1"]
     }`;
    expect(await (await account.send({ rawBody })).text()).toBe(JSON.stringify(byIds));
  });
});

describe('sample requests', () => {
  // 2020-02-11 to 2020-02-12, with one session on each side of both ends.
  const starts = [
    '2020-02-13T00:00:00.000Z',
    '2020-02-12T23:59:59.999Z',
    '2020-02-12T08:00:00.000Z',
    '2020-02-11T00:00:00.000Z',
    '2020-02-10T23:59:59.999Z',
  ];
  const sessions = starts.map((start_time, index) => ({
    ...byIds.sessions[0],
    sessionId: `6465cf6e4769ed4e822b82a${index}`,
    start_time,
    end_time: '2020-02-13T01:00:00.000Z',
    containmentType: index === 2 ? 'agent' : 'dropOff',
  }));
  let account: Account;

  beforeAll(async () => {
    account = await accountWith({ sessions }, '2020-02-14T00:00:00.000Z');
  });

  const rawBody = `{
        "skip" : 0,                          
        "limit" : 100,                      
        "dateFrom" : "2020-02-11",
        "dateTo" : "2020-02-12"
     }`;
  const inWindow = sessions.slice(1, 4);
  const agents = inWindow.filter(({ containmentType }) => containmentType === 'agent');

  it('[body.none] without a body', async () => {
    expect(await account.ask({ route: 'account', rawBody: '' })).toEqual(found(sessions));
    expect(await account.ask({ route: 'account', query: 'containmentType=agent', rawBody: '' })).toEqual(
      found(agents),
    );
  });

  it('[body.filtersTogether] with a body', async () => {
    expect(await account.ask({ route: 'account', rawBody })).toEqual(found(inWindow));
    expect(await account.ask({ route: 'account', query: 'containmentType=agent', rawBody })).toEqual(
      found(agents),
    );
  });

  it('[routes.bot] for a specific bot', async () => {
    expect(await account.ask({ rawBody })).toEqual(found(inWindow));
    expect(await account.ask({ query: 'containmentType=agent', rawBody })).toEqual(found(agents));
  });

  it('[body.skipAndOffset] iterating by skip and limit', async () => {
    const pageAt = async (skip: number): Promise<Answer> =>
      account.ask({ body: { skip, limit: 2, dateFrom: '2020-02-11', dateTo: '2020-02-12' } });
    expect(await pageAt(0)).toEqual(
      answered({ total: 3, moreAvailable: true, sessions: inWindow.slice(0, 2) }),
    );
    expect(await pageAt(2)).toEqual(
      answered({ total: 3, moreAvailable: false, sessions: inWindow.slice(2) }),
    );
  });

  it('[window.formats] the date formats of the page', async () => {
    const body = { dateFrom: '2020-02-11T00:00:00.000Z', dateTo: '2020-02-12 T08:00:00.000Z' };
    expect(await account.ask({ body })).toEqual(found(sessions.slice(2, 4)));
  });
});
