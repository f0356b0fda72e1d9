import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDocumentClient, createStore } from '../../../functions/store/store.ts';
import { demoAccount, demoAccountId, demoBots, knownSecret } from '../../../infra/local/demo-account.ts';
import { startEmbeddedEngine } from '../../../infra/local/engine.ts';
import { ensureTable } from '../../../infra/local/table.ts';
import { askAll } from './support/ask.ts';
import { withServer } from './support/in-process.ts';
import type { StartLine } from './support/spawned.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kore-sessions-emulator-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

const known = [knownSecret('builder'), knownSecret('admin')];
const secretsOf = ({ account }: StartLine): string[] => account.apps.map(({ clientSecret }) => clientSecret);

async function secretsWith(...args: string[]): Promise<{ secrets: string[]; stderr: string }> {
  let found = { secrets: [] as string[], stderr: '' };
  await withServer(args, async ({ facts, stderr }) => {
    await askAll(facts);
    found = { secrets: secretsOf(facts), stderr: stderr() };
  });
  return found;
}

describe('the well-known secrets', () => {
  test('open made-up sessions on a loopback address', async () => {
    const { secrets, stderr } = await secretsWith('--host', 'localhost');
    expect(secrets).toEqual(known);
    expect(stderr).not.toContain('Secrets:');
  });

  test('open no sessions of a file', async () => {
    const seed = join(folder, 'seed.json');
    writeFileSync(seed, '{"sessionId":"1","botId":"st-1","userId":"u","start_time":"2026-03-01T09:00:00Z"}');
    const first = await secretsWith('--seed', seed);
    const second = await secretsWith('--seed', seed);
    expect(new Set([...first.secrets, ...second.secrets, ...known]).size).toBe(6);
    expect(first.stderr).toContain('Secrets: made by chance, new at each start.');
  });

  test('open nothing that other machines reach', async () => {
    const { secrets, stderr } = await secretsWith('--host', '0.0.0.0', '--empty');
    expect(new Set([...secrets, ...known]).size).toBe(4);
    expect(stderr).toContain('Secrets: made by chance');
  });

  test('open no data folder, whose own stay as they are, for its user only', async () => {
    const data = join(folder, 'data');
    const first = await secretsWith('--data', data);
    expect(new Set([...first.secrets, ...known]).size).toBe(4);
    expect(first.stderr).toContain(
      `Secrets: made by chance, kept in ${data}, and the same at the next start.`,
    );
    expect((await secretsWith('--data', data)).secrets).toEqual(first.secrets);

    const files = readdirSync(data, { recursive: true }).map((name) => statSync(join(data, String(name))));
    expect(files.map(({ mode }) => mode & 0o077)).toEqual(files.map(() => 0));
  });

  test('are replaced in a data folder that has them', async () => {
    const data = join(folder, 'earlier');
    const engine = await startEmbeddedEngine(data);
    const client = createDocumentClient(engine.clientConfig);
    await ensureTable(client, 'kore-sessions-emulator');
    const store = createStore(client, 'kore-sessions-emulator');
    await store.accounts.create(demoAccount(demoBots, Date.now(), knownSecret));
    expect(await store.accounts.read(demoAccountId)).toBeDefined();
    client.destroy();
    await engine.close();

    const { secrets, stderr } = await secretsWith('--data', data);
    expect(new Set([...secrets, ...known]).size).toBe(4);
    expect(stderr).toContain('Until now they were the well-known ones of the demo');
  });
});

/** Asks with a header `Host` of one's own, which `fetch` does not let through. */
function statusFor(url: string, path: string, host: string, headers = {}): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asking = request(new URL(path, url), { headers: { ...headers, host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asking.on('error', reject).end();
  });
}

describe('a name that another page may have given to this machine', () => {
  const paths = ['/_emulator/health', '/_emulator/accounts', '/api/public/getSessions', '/', '/other'];

  test('is refused on every route, unless it is allowed', async () => {
    await withServer(['--empty', '--allow-host', 'emulator.test'], async ({ facts, stderr }) => {
      const headers = { authorization: `Bearer ${facts.controlKey}` };
      for (const path of paths) {
        expect(await statusFor(facts.url, path, 'evil.example', headers)).toBe(421);
        expect(await statusFor(facts.url, path, 'emulator.test', headers)).not.toBe(421);
        expect(await statusFor(facts.url, path, 'localhost', headers)).not.toBe(421);
      }
      await expect.poll(stderr).toMatch(/^421 GET host_not_allowed: .*"evil\.example".*--allow-host/m);
    });
  });

  test('matters to nobody where other machines may ask', async () => {
    await withServer(['--empty', '--host', '0.0.0.0'], async ({ facts }) => {
      expect(await statusFor(facts.url, '/_emulator/health', 'laptop.example')).toBe(200);
    });
  });
});
