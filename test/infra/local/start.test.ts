import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleRow } from '../../contract/support/rows.ts';
import { npmStart } from '../../support/npm-start.ts';
import { isThorough } from '../../support/thorough.ts';
import { askAll } from './support/ask.ts';
import { builtCli } from './support/built-cli.ts';
import * as here from './support/in-process.ts';
import { run, type StartLine, startServer } from './support/spawned.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kore-sessions-emulator-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

const programs = [
  {
    name: 'npm start',
    program: () => npmStart,
    help: 'npm start -- --help',
    usageCode: 1,
    // What meets a signal is the same code.
    endedBy: isThorough ? signals : signals.slice(0, 1),
  },
  {
    name: 'kore-sessions-emulator start',
    program: () => [builtCli(), 'start'],
    help: 'kore-sessions-emulator start --help',
    usageCode: 2,
    // By SIGTERM ends the one below whose readers are gone.
    endedBy: isThorough ? signals : signals.slice(1),
  },
];

const { withServer } = here;

const row = sampleRow;
const window = { dateFrom: '2023-05-18', dateTo: '2023-05-18' };

describe.each(programs)('$name', ({ program, help, usageCode, endedBy }) => {
  test('a wrong option is named', async () => {
    const { code, stdout, stderr } = await run([...program(), '--prot', '1']);

    expect({ code, stdout }).toEqual({ code: usageCode, stdout: '' });
    expect(stderr).toBe(`Unknown option '--prot'. See ${help}.\n`);
  });

  test.each(endedBy)('%s ends it cleanly, and the port is free again', async (signal) => {
    const env = { KORE_EMULATOR_CONTROL_KEY: 'of-all' };
    const server = await startServer(['--empty'], { env }, program());
    const { port } = new URL(server.facts.url);
    expect(server.facts.controlKey, 'the variables of the command line count').toBe('of-all');

    const code = await server.stop(signal);

    expect(code).toBe(0);
    const again = createServer();
    await new Promise<void>((resolve, reject) => {
      again.once('error', reject).listen(Number(port), '127.0.0.1', resolve);
    });
    again.close();
  });
});

describe('what it prints', () => {
  test('--help explains every option, on stdout', async () => {
    const { code, stdout, stderr } = await here.run(['start', '--help']);

    // A program whose code says nothing ends with 0.
    expect({ code: code ?? 0, stderr }).toEqual({ code: 0, stderr: '' });
    for (const option of [
      'port',
      'host',
      'allow-host',
      'data',
      'seed',
      'empty',
      'control-key',
      'quiet',
      'tls',
      'tls-cert',
      'tls-key',
    ])
      expect(stdout).toContain(`--${option}`);
    expect(stdout).toContain('DYNAMODB_ENDPOINT');
  });

  test('a line of JSON for programs on stdout, and all else on stderr', async () => {
    await withServer([], async ({ facts, line, lines, stderr }) => {
      expect(line).toBe(
        JSON.stringify({
          url: facts.url,
          controlKey: facts.controlKey,
          account: {
            accountId: 'demo',
            bots: facts.account.bots.map(({ botId, name }) => ({ botId, name })),
            apps: facts.account.apps.map(({ kind, clientId, clientSecret }) => ({
              kind,
              clientId,
              clientSecret,
            })),
          },
          console: `${facts.url}/_emulator/console/#key=${facts.controlKey}`,
        }),
      );
      expect((await askAll(facts)).total).toBeGreaterThan(100);
      expect(lines).toEqual([]);
      const curl = stderr().match(/^curl -X POST '(.+)' -H 'auth: (.+?)'/m);
      const response = await fetch(curl?.[1] ?? '', { method: 'POST', headers: { auth: curl?.[2] ?? '' } });
      expect(response.status).toBe(200);
    });
  });
});

describe('while it runs', () => {
  const health = async (url: string): Promise<number> => (await fetch(`${url}/_emulator/health`)).status;

  test('it goes on when nobody reads what it prints any more', async () => {
    const { facts, stopReading, stop } = await startServer(['--empty'], {}, [builtCli(), 'start']);
    stopReading();
    // Enough for lines that are gathered for a moment to be written several times.
    for (let times = 0; times < 50; times++) await askAll(facts);
    expect(await health(facts.url)).toBe(200);
    expect(await stop()).toBe(0);
  });

  test('--quiet leaves no line for a request', async () => {
    await withServer(['--quiet', '--empty'], async ({ facts, stderr, stop }) => {
      await askAll(facts);
      await stop();
      expect(stderr()).not.toContain('getSessions 1');
      expect(stderr()).not.toMatch(/^\d{3} /m);
    });
  });

  test('localhost is both loopback addresses, on the same port', async () => {
    await withServer(['--host', 'localhost', '--empty'], async ({ facts }) => {
      const { port } = new URL(facts.url);
      expect(facts.url).toBe(`http://localhost:${port}`);
      for (const host of ['localhost', '127.0.0.1', '[::1]']) {
        expect(await health(`http://${host}:${port}`)).toBe(200);
      }
    });
  });

  test('connections stay open for longer than clients keep them', async () => {
    await withServer(['--empty'], async ({ facts }) => {
      const { headers } = await fetch(`${facts.url}/_emulator/health`);
      expect(headers.get('keep-alive')).toBe('timeout=65');
    });
  });
});

describe('what stands in its way', () => {
  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;

    const { code, stdout, stderr } = await here.run(['start', '--port', String(port), '--empty']);
    other.close();

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(`Port ${port} is taken. Use --port with another number, or 0 for any free one.\n`);
  });

  test('a data folder that cannot be made', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');

    const { code, stderr } = await here.run(['start', '--port', '0', '--data', join(file, 'data')]);

    expect(code).toBe(1);
    expect(stderr).toMatch(/^The data folder .+ cannot be used: .+\. Name another with --data\.\n$/);
  });

  test('a data folder that another emulator uses', async () => {
    const data = join(folder, 'shared');
    await withServer(['--empty', '--data', data], async () => {
      const { code, stderr } = await here.run(['start', '--port', '0', '--data', data]);

      expect(code).toBe(1);
      expect(stderr).toContain('another emulator is using it');
    });
  });

  test('an engine that does not answer', async () => {
    const env = { DYNAMODB_ENDPOINT: 'http://127.0.0.1:9' };

    const { code, stderr } = await here.run(['start', '--port', '0'], { env });

    expect(code).toBe(1);
    expect(stderr).toContain('The DynamoDB engine at http://127.0.0.1:9 cannot be used');
    expect(stderr).toContain('unset DYNAMODB_ENDPOINT');
  });

  test('a name of a table that is none', async () => {
    const { code, stderr } = await here.run(['start', '--port', '0'], { env: { TABLE_NAME: 'a b' } });

    expect(code).toBe(1);
    expect(stderr).toMatch(/^TABLE_NAME "a b" cannot be used: .+\n$/);
  });

  test.each([
    { name: 'nothing', text: undefined, says: 'cannot be read' },
    { name: 'no sessions', text: '"hello"', says: 'Line 1, column 1: this is no object' },
    {
      name: 'only bad ones',
      text: '[{"sessionId":"1"}]',
      says: 'holds no session and no message that can be loaded; the first row: ',
    },
  ])('a seed file with $name', async ({ text, says }) => {
    const seed = join(folder, 'bad-seed.json');
    rmSync(seed, { force: true });
    if (text !== undefined) writeFileSync(seed, text);

    const { code, stderr } = await here.run(['start', '--port', '0', '--seed', seed]);

    expect(code).toBe(1);
    expect(stderr).toContain(says);
  });
});

describe('its data', () => {
  const second = { ...row, sessionId: '6465cf6e4769ed4e822b82a2' };

  test.each([
    { form: 'a JSON array', text: JSON.stringify([row, second], null, 2) },
    { form: 'NDJSON', text: `${JSON.stringify(row)}\n${JSON.stringify(second)}\n` },
    {
      form: 'a getSessions response',
      text: JSON.stringify({ total: 2, moreAvailable: false, sessions: [row, second] }),
    },
  ])('from $form', async ({ text }) => {
    const seed = join(folder, 'seed');
    writeFileSync(seed, text);

    await withServer(['--seed', seed], async ({ facts }) => {
      expect(facts.account.bots).toEqual([{ botId: row.botId, name: 'Bot 1' }]);
      expect((await askAll(facts, window)).sessions).toEqual([second, row]);
    });
  });

  test('packed, of several rows with one id the last one', async () => {
    const seed = join(folder, 'seed.gz');
    writeFileSync(
      seed,
      gzipSync([second, { ...row, userId: 'earlier' }, row].map((each) => JSON.stringify(each)).join('\n')),
    );

    await withServer(['--seed', seed], async ({ facts, stderr }) => {
      expect(stderr()).toContain(
        `Sessions: 2 from ${seed}, starting 2023-05-18T07:10:38.695Z to 2023-05-18T07:10:38.695Z.`,
      );
      expect((await askAll(facts, window)).sessions).toEqual([second, row]);
      // What a reset goes back to is kept beside them.
      const url = `${facts.url}/_emulator/accounts/demo`;
      const headers = { authorization: `Bearer ${facts.controlKey}`, 'content-type': 'application/json' };
      expect((await fetch(`${url}/sessions`, { method: 'DELETE', headers })).status).toBe(200);
      expect((await askAll(facts, window)).sessions).toEqual([]);
      expect((await fetch(`${url}/reset`, { method: 'POST', headers, body: '{}' })).status).toBe(200);
      expect((await askAll(facts, window)).sessions).toEqual([second, row]);
    });
  });

  test('with messages beside sessions, which are in the template and kept with the data', async () => {
    const [data, seed] = [join(folder, 'talks'), join(folder, 'talks.ndjson')];
    const message = (id: string) => ({
      _id: id,
      botId: row.botId,
      sessionId: row.sessionId,
      createdBy: row.userId,
      createdOn: row.start_time,
      channels: [{ type: 'rtm' }],
    });
    const lines = (...rows: object[]) => rows.map((each) => JSON.stringify(each)).join('\n');
    const textsAt = async (facts: StartLine, account: string) => {
      const headers = { authorization: `Bearer ${facts.controlKey}` };
      const response = await fetch(`${facts.url}/_emulator/accounts/${account}/messages`, { headers });
      return (await response.text())
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object);
    };
    writeFileSync(seed, lines(message('ms-1'), row, message('ms-2'), message('ms-1'), second));
    await withServer(['--data', data, '--seed', seed], async ({ facts, stderr }) => {
      expect(stderr()).toContain(`Messages: 2 from ${seed}.`);
      expect(await textsAt(facts, 'demo')).toEqual([message('ms-1'), message('ms-2')]);
      const headers = { authorization: `Bearer ${facts.controlKey}`, 'content-type': 'application/json' };
      const body = JSON.stringify({ accountId: 'another', from: { template: 'seed' } });
      const made = await fetch(`${facts.url}/_emulator/accounts`, { method: 'POST', headers, body });
      expect(made.status).toBe(201);
      expect(await textsAt(facts, 'another')).toEqual([message('ms-1'), message('ms-2')]);
    });
    writeFileSync(seed, lines(message('ms-3')));
    await withServer(['--data', data, '--seed', seed], async ({ facts }) => {
      expect((await textsAt(facts, 'demo')).length).toBe(3);
      expect((await askAll(facts, window)).sessions).toEqual([second, row]);
    });
  });

  test('from a pipe, which can be read only once', async () => {
    const seed = join(folder, 'pipe');
    execFileSync('mkfifo', [seed]);
    const written = writeFile(seed, `${JSON.stringify(row)}\n${JSON.stringify(second)}\n`);

    await withServer(['--seed', seed], async ({ facts }) => {
      expect((await askAll(facts, window)).sessions).toEqual([second, row]);
    });
    await written;
  });

  test('from a file, added to what is kept', async () => {
    const [data, seed] = [join(folder, 'added'), join(folder, 'added.json')];
    writeFileSync(seed, JSON.stringify([row]));
    await withServer(['--data', data, '--seed', seed], async () => {});
    const third = { ...second, botId: 'st-new' };
    writeFileSync(seed, JSON.stringify([third, { ...row, userId: 'later' }]));
    await withServer(['--data', data, '--seed', seed], async ({ facts }) => {
      expect(facts.account.bots.map(({ botId }) => botId)).toEqual([row.botId, 'st-new']);
      expect((await askAll(facts, window)).sessions).toEqual([third, { ...row, userId: 'later' }]);
    });
  });

  test('is a template by the name of seed, made once of one file, and anew of another', async () => {
    const [data, seed] = [join(folder, 'templated'), join(folder, 'templated.json')];
    const args = ['--data', data, '--seed', seed, '--control-key', 'key'];
    const headers = { authorization: 'Bearer key', 'content-type': 'application/json' };
    const templateAt = async (url: string) => {
      const answer = await fetch(`${url}/_emulator/templates`, { headers });
      const { templates } = (await answer.json()) as { templates: { name: string; sessions: number }[] };
      expect(templates).toHaveLength(1);
      return templates[0];
    };
    const copyAt = async (url: string, accountId: string) => {
      const body = JSON.stringify({ accountId, from: { template: 'seed' } });
      const made = await fetch(`${url}/_emulator/accounts`, { method: 'POST', headers, body });
      expect(made.status).toBe(201);
      return rowsOf(url, accountId);
    };
    const rowsOf = async (url: string, accountId: string) => {
      const lines = await (
        await fetch(`${url}/_emulator/accounts/${accountId}/sessions`, { headers })
      ).text();
      return lines.split('\n').filter((line) => line !== '').length;
    };
    writeFileSync(seed, JSON.stringify([row]));
    let first: unknown;
    await withServer(args, async ({ facts: { url } }) => {
      first = await templateAt(url);
      expect(first).toMatchObject({ name: 'seed', sessions: 1 });
      expect(await copyAt(url, 'early')).toBe(1);
    });
    await withServer(args, async ({ facts: { url } }) => expect(await templateAt(url)).toEqual(first));
    writeFileSync(seed, JSON.stringify([row, second]));
    await withServer(args, async ({ facts: { url } }) => {
      expect(await templateAt(url)).toMatchObject({ name: 'seed', sessions: 2 });
      expect(await copyAt(url, 'late')).toBe(2);
      expect(await rowsOf(url, 'early')).toBe(1);
      const { accounts } = (await (await fetch(`${url}/_emulator/accounts`, { headers })).json()) as {
        accounts: { accountId: string }[];
      };
      expect(accounts.map(({ accountId }) => accountId).sort()).toEqual(['demo', 'early', 'late']);
    });
  });

  test("from the sample response of the vendor's page", async () => {
    const seed = join(folder, 'sample.json');
    writeFileSync(
      seed,
      JSON.stringify(
        { total: 1, moreAvailable: false, sessions: [row], invalidSessions: ['6465cf6e47Q9ed4e822b82a1'] },
        null,
        4,
      ),
    );

    await withServer(['--seed', seed], async ({ facts }) => {
      const sessionId = [row.sessionId, '6465cf6e47Q9ed4e822b82a1'];
      expect(await askAll(facts, { sessionId })).toEqual(JSON.parse(readSample()));
    });
  });

  const readSample = (): string =>
    JSON.stringify({
      total: 1,
      moreAvailable: false,
      sessions: [row],
      invalidSessions: ['6465cf6e47Q9ed4e822b82a1'],
    });

  test('none with --empty', async () => {
    await withServer(['--empty'], async ({ facts }) => {
      expect((await askAll(facts)).total).toBe(0);
    });
  });

  test('stays in its folder from one start to the next', async () => {
    const data = join(folder, 'kept');
    let first: unknown;
    // Newer ones begin and end meanwhile.
    const older = { limit: 3, dateTo: new Date(Date.now() - 2 * 86_400_000).toISOString() };
    await withServer(['--data', data], async ({ facts }) => {
      first = (await askAll(facts, older)).sessions;
    });
    expect(readdirSync(data).length).toBeGreaterThan(0);

    await withServer(['--data', data], async ({ facts, stderr }) => {
      expect((await askAll(facts, older)).sessions).toEqual(first);
      expect(stderr()).toContain('Sessions: as they were kept.');
    });
  });
});
