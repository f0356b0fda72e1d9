import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { useEmulator } from './support/emulator.ts';
import { readJournal } from './support/journal.ts';
import { nth } from './support/list.ts';
import { askMessages } from './support/messages.ts';
import { makeRow } from './support/rows.ts';

const emulator = useEmulator();
let account: Account;

beforeAll(async () => {
  account = await emulator.createAccount();
  await account.importRows([makeRow(account.botId(), 30, { noOfMessagesExchanged: 2_000 })]);
});

const gzip = { 'accept-encoding': 'gzip' };

/** What came, and its text; some ways to an emulator unpack it before anybody sees it. */
async function fetched(limit: number, headers: Record<string, string>) {
  const path = `/api/public/bot/${account.botId()}/getMessagesV2`;
  const { status, headers: sent, ...response } = await readOf(path, { limit }, headers);
  const isPacked = sent.get('content-encoding') === 'gzip';
  const text = response.bytes[0] === 0x1f ? gunzipSync(response.bytes).toString() : String(response.bytes);
  return { status, isPacked, vary: sent.get('vary'), contentType: sent.get('content-type'), text };
}

async function readOf(path: string, body: object, headers: Record<string, string>) {
  const response = await account.send({ path, body, headers });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes };
}

describe('[response.gzip] answers to clients that take gzip', () => {
  it('are compressed where they are large, and say the same', async () => {
    const plain = await fetched(2_000, { 'accept-encoding': 'identity' });
    expect(plain).toMatchObject({ status: 200, isPacked: false });
    expect(plain.text.length).toBeGreaterThan(1_000_000);
    for (const header of ['gzip', 'br, deflate, gzip;q=0.5', '*']) {
      const packed = await fetched(2_000, { 'accept-encoding': header });
      expect(packed).toEqual({ ...plain, isPacked: true, vary: 'accept-encoding' });
    }
    expect(await fetched(2_000, { 'accept-encoding': 'br, gzip;q=0' })).toEqual(plain);
  });

  it('are not where they are small, unless gzipAnswers always; with gzipAnswers never none is, beside gzipAnswers large', async () => {
    expect(await fetched(100, gzip)).toMatchObject({ isPacked: false, vary: null });
    await account.change({ gzipAnswers: 'always' });
    const small = await fetched(1, gzip);
    expect(small).toMatchObject({ isPacked: true });
    expect(JSON.parse(small.text)).toMatchObject({ total: 2_000 });
    await account.change({ gzipAnswers: 'never' });
    expect(await fetched(2_000, gzip)).toMatchObject({ isPacked: false });
    await account.change({ gzipAnswers: 'large' });
    expect(await fetched(2_000, gzip)).toMatchObject({ isPacked: true });
  });

  it('are of sessions too; refusals and answers that a fault spoils are sent as they are', async () => {
    await account.change({ gzipAnswers: 'always' });
    const sessions = `/api/public/bot/${account.botId()}/getSessions`;
    expect((await readOf(sessions, {}, gzip)).headers.get('content-encoding')).toBe('gzip');
    const refused = await readOf(sessions, { limit: 0 }, gzip);
    expect(refused.status).toBe(412);
    expect(refused.headers.get('content-encoding')).toBeNull();
    await account.control('PUT', '/faults', [{ effect: { truncate: 20 } }]);
    const spoilt = await readOf(sessions, {}, gzip);
    await account.control('PUT', '/faults', []);
    expect(spoilt.headers.get('content-encoding')).toBeNull();
    expect(spoilt.bytes.length).toBeLessThanOrEqual(20);
  });

  it('stand in the journal as the text that they are', async () => {
    await account.change({ gzipAnswers: 'always', journalAnswers: true });
    await account.call('DELETE', '/requests');
    await askMessages(account, { body: { limit: 1 }, headers: gzip }).catch(() => undefined);
    const entry = nth(await readJournal(emulator, account, 1), 0) as { answer?: string };
    expect(entry.answer).toMatch(/^{"total":2000,"moreAvailable":true/);
  });
});
