import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { readAnswer } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { fieldsOf, problem } from './support/problem.ts';
import { now } from './support/rows.ts';

const emulator = useEmulator();

const call = async (method: string, path: string, body?: unknown) =>
  readAnswer(await emulator.control(method, path, body));

describe('bots and apps', () => {
  let account: Account;

  beforeAll(async () => {
    account = await emulator.createAccount();
  });

  it('[emulator] a bot: 201 and the bot', async () => {
    const bot = { botId: 'st-new', name: 'New' };
    expect(await call('POST', `/accounts/${account.accountId}/bots`, bot)).toMatchObject({
      status: 201,
      body: bot,
    });
    expect((await call('POST', `/accounts/${account.accountId}/bots`)).body).toEqual({
      botId: expect.stringMatching(/^st-/),
      name: expect.any(String),
    });
  });

  it('[emulator] a bot id in use: 409', async () => {
    const bot = { botId: account.botId() };
    expect(await call('POST', `/accounts/${account.accountId}/bots`, bot)).toEqual(
      problem(409, 'bot_exists'),
    );
  });

  it('[emulator] an app: 201 and the app, secret included', async () => {
    const answer = await call('POST', `/accounts/${account.accountId}/apps`, { kind: 'admin' });
    expect(answer).toMatchObject({
      status: 201,
      body: { kind: 'admin', clientId: expect.any(String), clientSecret: expect.any(String) },
    });
  });

  it('[emulator] a client id in use: 409; an app that is not valid: 400', async () => {
    const path = `/accounts/${account.accountId}/apps`;
    const { clientId } = account.appOf('admin');
    expect(await call('POST', path, { kind: 'admin', clientId })).toEqual(problem(409, 'client_id_taken'));
    const refusal = await call('POST', path, { kind: 'builder', bots: ['st-none'] });
    expect(refusal).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(refusal)).toEqual(['bots.0']);
  });
});

describe('the clock', () => {
  let path: string;

  beforeAll(async () => {
    path = `/accounts/${(await emulator.createAccount()).accountId}/clock`;
  });

  it('[emulator] frozen, and advanced or set back', async () => {
    const frozen = (text: string) => ({ status: 200, body: { mode: 'frozen', now: text } });
    expect(await call('GET', path)).toMatchObject(frozen(now));
    expect(await call('PUT', path, { advance: 'PT15M' })).toMatchObject(frozen('2026-03-10T12:15:00.000Z'));
    expect(await call('PUT', path, { advance: '-P1DT15M' })).toMatchObject(
      frozen('2026-03-09T12:00:00.000Z'),
    );
    expect(await call('GET', path)).toMatchObject(frozen('2026-03-09T12:00:00.000Z'));
    const other = { mode: 'frozen', now: '2020-02-11T00:00:00Z' };
    expect(await call('PUT', path, other)).toMatchObject(frozen('2020-02-11T00:00:00.000Z'));
  });

  it('[emulator] real and offset', async () => {
    expect((await call('PUT', path, { mode: 'real' })).body).toEqual({
      mode: 'real',
      now: expect.any(String),
    });
    const hour = 3_600_000;
    const offset = (offsetMs: number) => ({ mode: 'offset', now: expect.any(String), offsetMs });
    expect((await call('PUT', path, { advance: 'PT1H' })).body).toEqual(offset(hour));
    expect((await call('PUT', path, { advance: 'PT1H' })).body).toEqual(offset(2 * hour));
    expect((await call('PUT', path, { mode: 'offset', by: '-P1D' })).body).toEqual(offset(-24 * hour));
  });

  it.each([
    {},
    { mode: 'real', now },
    { mode: 'frozen' },
    { advance: 5 },
    { advance: '1h' },
    { advance: 'P' },
    [],
  ])('[emulator] %j: 400', async (change) => {
    expect(await call('PUT', path, change)).toEqual(problem(400, 'invalid_request'));
  });
});
