import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DriftFolder } from '../../../../infra/local/cli/shared/drift-folder.ts';
import { markOf } from '../../../../infra/local/cli/shared/real-target.ts';
import { useCli } from '../support/use-cli.ts';

const cli = useCli();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kore-sessions-emulator-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const env = { KORE_CLIENT_SECRET: 'a secret of the app' };
const file = (name: string): string => join(folder, name);
const target = (url: string): string[] => ['--url', url, '--bot', 'st-1', '--client-id', 'cs-1'];

describe('the address of the real API', () => {
  test.each([
    ['http://bots.kore.ai', /use https:\/\/bots\.kore\.ai/],
    ['https://jane:hunter2@bots.kore.ai', /^(?!.*hunter2).*Credentials do not belong/s],
    ['https://bots.kore.ai/api/public/bot', /the host alone/],
    ['https://bots.kore.ai/?a=1', /the host alone/],
    ['bots.kore.ai', /is not a URL/],
    ['ftp://bots.kore.ai', /is not a URL/],
  ])('%s is refused before anything is sent', async (url, said) => {
    const { code, stderr } = await cli.run(['drift', ...target(url), '--out', file('none')], { env });
    expect(code).toBe(2);
    expect(stderr).toMatch(said);
    expect(existsSync(file('none'))).toBe(false);
  });
});

describe('drift --apply', () => {
  test('an account that is not there is found out before anything is asked', async () => {
    const args = ['drift', ...target('http://127.0.0.1:9'), '--apply', 'nobody', '--out', file('nobody')];
    const { code, stderr } = await cli.run(args, { env });
    expect(code).not.toBe(0);
    expect(stderr).toContain('nobody');
    expect(existsSync(file('nobody'))).toBe(false);
  });

  test('where nothing was found, it does not say that the account answers as the API does', async () => {
    writeFileSync(file('report.json'), JSON.stringify({ rows: [], settings: {} }));
    const { stderr } = await cli.run(['drift', '--report', file('report.json'), '--apply', 'demo']);
    expect(stderr).toContain('the account demo is as it was');
  });
});

test('drift keeps what an earlier run has found where the API cannot be reached any more', async () => {
  const out = file('resumed');
  const args = ['drift', ...target('http://127.0.0.1:9'), '--out', out];
  const app = { clientId: 'cs-1', clientSecret: env.KORE_CLIENT_SECRET };
  const of = { url: 'http://127.0.0.1:9', botId: 'st-1', app };
  new DriftFolder(out).writeState({ done: {}, known: [] }, of);
  const { stderr } = await cli.run(args, { env });
  expect(stderr).toContain('Nothing was measured');
  // A secret that was replaced since is no other target.
  const renewed = { ...of, app: { ...app, clientSecret: 'another' } };
  expect(new DriftFolder(out).readState(renewed)).toEqual({ done: {}, known: [] });
  expect(new DriftFolder(out).readState({ ...of, botId: 'st-2' })).toBeUndefined();
  expect(readFileSync(join(out, 'report.json'), 'utf8')).not.toContain('127.0.0.1');
});

describe('record', () => {
  const args = (bot: string): string[] => [
    ...['record', '--url', 'http://127.0.0.1:9', '--bot', bot, '--client-id', 'cs-1'],
    ...['--days', '7', '--out', file('sessions.ndjson')],
  ];

  test('does not go on with what was recorded of another bot', async () => {
    writeFileSync(file('sessions.ndjson.part'), '');
    const state = { days: 7, keep: [], at: 0, key: 'ab', attempts: {}, windows: 0, rows: 0 };
    writeFileSync(file('sessions.ndjson.state.json'), JSON.stringify({ target: 'another', state, bytes: 0 }));
    const { code, stderr } = await cli.run(args('st-2'), { env });
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('another --url') });
  });

  test('a time that is kept tells the shift, and the command says so', async () => {
    const kept = [...args('st-3').slice(0, -1), file('kept.ndjson'), '--keep', 'end_time,channel'];
    const { stderr } = await cli.run(kept, { env });
    expect(stderr).toMatch(/beside end_time anybody can tell/);
  });

  test('a state that cannot be read is named, with what to do', async () => {
    writeFileSync(file('sessions.ndjson.part'), '');
    writeFileSync(file('sessions.ndjson.state.json'), '{"targ');
    const { code, stderr } = await cli.run(args('st-2'), { env });
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('remove it') });
  });

  test.each([
    ['messages where the earlier run had none', {}, ['--messages', 'late.ndjson'], 'or --messages'],
    ['no messages where it had some', { messages: true }, [], 'or --messages'],
    ['its file gone', {}, [], 'is gone'],
  ])('does not begin anew with %s', async (what, ofState, more, said) => {
    const out = file('unfinished.ndjson');
    const isThere = what !== 'its file gone';
    if (isThere) writeFileSync(`${out}.part`, 'recorded');
    const state = { days: 7, keep: [], at: 0, key: 'ab', attempts: {}, windows: 1, rows: 1, ...ofState };
    const of = markOf({
      url: 'http://127.0.0.1:9',
      botId: 'st-5',
      app: { clientId: 'cs-1', clientSecret: '' },
    });
    writeFileSync(`${out}.state.json`, JSON.stringify({ target: of, state, bytes: 8 }));
    const given = [
      ...args('st-5').slice(0, -1),
      out,
      ...more.map((each) => each.replace('late', file('late'))),
    ];
    const { code, stderr } = await cli.run(given, { env });
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(said) });
    if (isThere) expect(readFileSync(`${out}.part`, 'utf8')).toBe('recorded');
    rmSync(`${out}.part`, { force: true });
  });

  test('messages go to a file of their own, and --plan says what is asked for them', async () => {
    const same = await cli.run([...args('st-4'), '--messages', file('sessions.ndjson')], { env });
    const isRefused = { code: 2, stderr: expect.stringContaining('files of their own') };
    expect(same).toMatchObject(isRefused);
    for (const taken of ['../x/sessions.ndjson', 'sessions.ndjson.part', 'sessions.ndjson.state.json']) {
      const name = file(taken.replace('..', `../${basename(folder)}`).replace('/x/', '/'));
      expect(await cli.run([...args('st-4'), '--messages', name], { env })).toMatchObject(isRefused);
    }
    const plan = await cli.run(['record', '--plan', '--days', '9', '--messages', file('m.ndjson')], { env });
    expect(plan.code).toBe(0);
    expect(plan.stdout).toMatch(/2 windows of 7 days.*getSessions/);
    expect(plan.stdout).toMatch(/9 windows of a day.*getMessagesV2/);
    const without = await cli.run(['record', '--plan', '--days', '9'], { env });
    expect(without.stdout).not.toContain('getMessages');
  });
});
