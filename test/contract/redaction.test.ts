import { beforeAll, describe, expect, it } from 'vitest';
import type { Account, Ask } from './support/account.ts';
import { useEmulator } from './support/emulator.ts';
import { readJournal } from './support/journal.ts';
import { encodePart, sign } from './support/tokens.ts';

const emulator = useEmulator();
const foreign = `${encodePart({ alg: 'HS256' })}.${encodePart({ appId: 'cs-foreign' })}.${'c2lnbmF0dXJl'.repeat(3)}`;
let account: Account;

beforeAll(async () => {
  account = await emulator.createAccount();
});

const pathOf = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('?', '%3F').replaceAll('#', '%23');
const twice = (text: string): string => encodeURIComponent(encodeURIComponent(text));

/**
 * Every place where what a client sends can get into a reason, the log or the journal. Who gives a reason a text of
 * the client's adds its place here.
 */
const places: [string, (what: string) => Ask | Promise<Ask>][] = [
  ['the bot id', (what) => ({ botId: pathOf(what) })],
  ['the bot id, percent-encoded', (what) => ({ botId: encodeURIComponent(what) })],
  ['the bot id, percent-encoded twice', (what) => ({ botId: twice(what) })],
  ['the bot id of an admin app', (what) => ({ botId: twice(what), app: account.appOf('admin') })],
  ['a path that is unknown', (what) => ({ path: `/api/public/${encodeURIComponent(what)}/x` })],
  ['a path that is unknown, as it is', (what) => ({ path: `/api/public/other/${pathOf(what)}` })],
  ['a path elsewhere', (what) => ({ path: `/${twice(what)}` })],
  ['the bot id with a wrong method', (what) => ({ botId: encodeURIComponent(what), method: 'PUT' })],
  ['a query value', (what) => ({ query: `a=b&x=${encodeURIComponent(what)}` })],
  ['a query value, as it is', (what) => ({ query: `x=${what}` })],
  ['a query name', (what) => ({ query: `${encodeURIComponent(what)}=1` })],
  ['a query name, as it is', (what) => ({ query: `${what}&b=c` })],
  ['a query name, long before it', (what) => ({ query: `${'n'.repeat(90)}${encodeURIComponent(what)}=1` })],
  ['the containment type', (what) => ({ query: `containmentType=${encodeURIComponent(what)}` })],
  ['a field', (what) => ({ body: { userId: what } })],
  ['a date', (what) => ({ body: { dateFrom: what } })],
  ['a limit', (what) => ({ body: { limit: what } })],
  ['a session type', (what) => ({ body: { sessionType: what } })],
  ['a session id', (what) => ({ body: { sessionId: [what] } })],
  ['a tag', (what) => ({ body: { tags: { and: [{ name: what, values: [what], type: what }] } } })],
  ["a member's name", (what) => ({ body: { [what]: 1, tags: { [what]: [] } } })],
  ["a member's name, deep", (what) => ({ body: { a: [{ b: { [`x${what}`]: what } }] } })],
  ['a body that is no JSON', (what) => ({ rawBody: `{"a": ${what}` })],
  ['a body that is no object', (what) => ({ body: [what] })],
  ['a long body', (what) => ({ body: { note: 'x'.repeat(7_950), other: what, last: 'x'.repeat(9_000) } })],
  ['a very deep body', (what) => ({ rawBody: `${'{"a":'.repeat(70)}"${what}"${'}'.repeat(70)}` })],
  [
    'alg',
    async (what) => {
      const { clientId } = account.appOf('builder');
      return { token: `${encodePart({ alg: what })}.${encodePart({ appId: clientId })}.c2ln` };
    },
  ],
  ['the client id', async (what) => ({ token: await sign({ ...account.appOf('builder'), clientId: what }) })],
  ['another header', (what) => ({ headers: { authorization: `Bearer ${what}`, 'x-other': what } })],
];

describe.each(places)('%s', (_, place) => {
  it('[emulator] keeps no token and no secret', async () => {
    const own = account.appOf('builder');
    const secrets = [...account.apps.map(({ clientSecret }) => clientSecret), foreign, await sign(own)];
    const headers: string[] = [];
    for (const secret of secrets) {
      const response = await account.send(await place(secret)).catch((error: unknown) => {
        // Some texts are nothing that a URL or a header can hold, and are not sent at all.
        if (error instanceof TypeError) return undefined;
        throw error;
      });
      headers.push(response?.headers.get('x-emulator-reason') ?? '');
    }
    const kept = JSON.stringify([headers, await readJournal(emulator, account, 0, '?limit=1000')]);
    const readings = [
      kept,
      withoutPercent(kept),
      withoutPercent(withoutPercent(kept)),
      kept.replaceAll('\\', ''),
    ];
    const tells = secrets.flatMap((secret) => [
      secret,
      secret.slice(3, 30),
      secret.slice(-24),
      secret.slice(-20, -1),
    ]);
    for (const reading of readings) {
      for (const tell of tells) expect(reading.includes(tell), `${tell.slice(0, 8)}...`).toBe(false);
    }
  });
});

const withoutPercent = (text: string): string =>
  text.replace(/%[0-9a-f]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));

it('[emulator] entries of the journal nest no deeper than common readers of JSON go', async () => {
  const own = await emulator.createAccount();
  await own.ask({ rawBody: `{"a":${'['.repeat(2_000)}${']'.repeat(2_000)}}` });
  const [entry] = await readJournal(emulator, own, 1);
  expect(typeof entry?.body).toBe('string');
});
