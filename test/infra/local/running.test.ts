import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emulatorMeant } from '../../../infra/local/cli/shared/emulator-meant.ts';
import { announce, findRunning } from '../../../infra/local/running.ts';

let environment: { XDG_RUNTIME_DIR: string; XDG_CACHE_HOME: string };

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'kore-sessions-running-'));
  environment = { XDG_RUNTIME_DIR: folder, XDG_CACHE_HOME: join(folder, 'cache') };
});
afterEach(() => rmSync(environment.XDG_RUNTIME_DIR, { recursive: true }));

const folder = () => join(environment.XDG_RUNTIME_DIR, 'kore-sessions-emulator', 'running');
const here = { pid: process.pid, url: 'http://127.0.0.1:5555', controlKey: 'key', startedAt: 1 };
/** Lives as long as the tests. */
const parent = {
  ...here,
  pid: process.ppid,
  url: 'http://127.0.0.1:6666',
  controlKey: 'other',
  startedAt: 2,
};

describe('word of an emulator that runs', () => {
  test('is for its user only, and gone when it ends', () => {
    const withdraw = announce(here, environment);
    expect(findRunning(environment)).toEqual([here]);
    const [name = ''] = readdirSync(folder());
    expect(statSync(folder()).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder(), name)).mode & 0o777).toBe(0o600);
    withdraw();
    expect(readdirSync(folder())).toEqual([]);
    expect(findRunning(environment)).toEqual([]);
  });

  test('of one that was killed is found out, and taken away', () => {
    // Larger than any process id that there is.
    announce({ ...here, pid: 2 ** 30 }, environment);
    expect(readdirSync(folder())).toHaveLength(1);
    expect(findRunning(environment)).toEqual([]);
    expect(readdirSync(folder())).toEqual([]);
  });

  test('that is broken counts as none', () => {
    announce(here, environment);
    for (const text of ['', '{', 'null', '{"pid":1}']) {
      writeFileSync(join(folder(), '1.json'), text);
      expect(findRunning(environment)).toEqual([here]);
    }
  });

  test('that cannot be left does no harm', () => {
    const file = join(environment.XDG_RUNTIME_DIR, 'file');
    writeFileSync(file, '');
    announce(here, { ...environment, XDG_RUNTIME_DIR: file })();
    expect(findRunning({ ...environment, XDG_RUNTIME_DIR: file })).toEqual([]);
  });

  test('is found from another shell, which has fewer variables', () => {
    const { XDG_CACHE_HOME } = environment;
    announce(here, { XDG_CACHE_HOME });
    expect(findRunning(environment)).toEqual([here]);
  });

  test('in a folder that others could enter before is for its user only', () => {
    mkdirSync(folder(), { recursive: true });
    chmodSync(folder(), 0o777);
    announce(here, environment);
    expect(statSync(folder()).mode & 0o777).toBe(0o700);
  });
});

describe('the emulator that a command line means', () => {
  const meant = (options: { url?: string; controlKey?: string } = {}, variables = {}) =>
    emulatorMeant({ url: undefined, controlKey: undefined, ...options }, { ...environment, ...variables });

  test('is the usual one where none is known', () => {
    expect(meant()).toEqual({ url: 'http://127.0.0.1:4010', controlKey: undefined });
  });

  test('is the one that runs, or of several the usual one, or the newest', () => {
    announce(here, environment);
    expect(meant()).toEqual({ url: here.url, controlKey: 'key' });
    announce(parent, environment);
    expect(meant()).toEqual({ url: parent.url, controlKey: 'other' });
    announce({ ...here, url: 'http://localhost:4010' }, environment);
    expect(meant()).toEqual({ url: 'http://localhost:4010', controlKey: 'key' });
  });

  test('is the one that is named, whose key is known if it runs here', () => {
    announce(here, environment);
    announce(parent, environment);
    expect(meant({ url: 'http://localhost:5555/' }).controlKey).toBe('key');
    expect(meant({}, { KORE_EMULATOR_URL: parent.url })).toEqual({ url: parent.url, controlKey: 'other' });
    expect(meant({ controlKey: 'key' }).url).toBe(here.url);
    expect(meant({ url: 'https://elsewhere.example' }).controlKey).toBeUndefined();
    expect(meant({ url: 'http://127.0.0.1:7777' }).controlKey).toBeUndefined();
  });

  test('goes by options, then by variables, then by what runs', () => {
    announce(here, environment);
    const variables = { KORE_EMULATOR_URL: 'http://127.0.0.1:1', KORE_EMULATOR_CONTROL_KEY: 'variable' };
    expect(meant({}, variables)).toEqual({ url: 'http://127.0.0.1:1', controlKey: 'variable' });
    const options = { url: 'http://127.0.0.1:2', controlKey: 'option' };
    expect(meant(options, variables)).toEqual(options);
  });
});
