import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { faultRuleSchema } from '../../../../functions/domain/faults.ts';
import { commands } from '../../../../infra/local/cli/commands.ts';
import { type Command, commonOptionsOf } from '../../../../infra/local/cli/shared/command.ts';
import type { Ended } from '../support/spawned.ts';
import { useCli } from '../support/use-cli.ts';

const cli = useCli();

describe('help', () => {
  test.each([['--help'], ['-h'], ['help']])(
    '%s lists every command and exit code, on stdout',
    async (word) => {
      const { code, stdout, stderr } = await cli.run([word]);

      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      for (const name of ['start', ...commands.map((command) => command.name)]) {
        expect(stdout).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
      }
      expect(stdout).toContain('Exit codes: 0 done; 1 failed');
    },
  );

  const optionsOf = (command: Command) => Object.keys({ ...command.options, ...commonOptionsOf(command) });

  test.each(commands.map((command) => ({ name: command.name, options: optionsOf(command) })))(
    'of $name names its options',
    async ({ name, options }) => {
      const { code, stdout } = await cli.run([name, '--help'], { env: { KORE_EMULATOR_CONTROL_KEY: '' } });

      expect(code).toBe(0);
      for (const option of options) {
        expect(stdout).toContain(`--${option}`);
      }
      expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(110);
    },
  );

  test('of faults names all that a rule can match and do', async () => {
    const { match, effect } = faultRuleSchema.shape;
    const effects = effect.options.flatMap((option) => Object.keys(option.shape));

    const { stdout } = await cli.run(['faults', '--help']);

    for (const name of [
      ...Object.keys(match.unwrap().shape),
      ...Object.keys(faultRuleSchema.shape),
      ...effects,
    ]) {
      expect(stdout).toMatch(new RegExp(`\\b${name}\\b`));
    }
  });

  test('without a command the help goes to stderr', async () => {
    const { code, stdout, stderr } = await cli.run([]);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('kore-sessions-emulator COMMAND [options]');
  });
});

describe('wrong usage ends with 2', () => {
  test.each([
    [['impot'], 'There is no command "impot"; did you mean "import"? See kore-sessions-emulator --help.'],
    [['frobnicate'], 'There is no command "frobnicate"; it is one of start, exec, env, accounts,'],
    [['clock', 'advanse', 'PT1H'], '"clock advanse" is not known; did you mean "advance"? See kore-'],
    [['clock', 'set', 'frozn'], '"clock set frozn" is not known; did you mean "frozen"?'],
    [['clock', 'advance'], 'clock advance needs a DURATION such as PT15M.'],
    [['clock', 'show', 'me'], '"me" is one argument too many.'],
    [['import'], 'import needs a FILE, or - for stdin. See kore-sessions-emulator import --help.'],
    [['snapshot', 'sav', 'x'], '"snapshot sav" is not known; did you mean "save"?'],
    [['accounts', 'remove'], 'accounts remove needs the ID of the account to remove.'],
    [['token', '--kind', 'foo'], '--kind foo is not a kind of app: use builder or admin.'],
    [['faults', 'set', '{"effect":'], 'The argument is not JSON'],
    [['requests', '--folow'], "Unknown option '--folow'. See kore-sessions-emulator requests --help."],
    [['requests', '--follow', '--to', '2026-01-01'], '--follow and --to exclude each other.'],
    [
      ['clock', '--url', 'localhost:4010'],
      '"localhost:4010" is not a URL: use one like http://127.0.0.1:4010.',
    ],
  ])('%j', async (args, says) => {
    const { code, stdout, stderr } = await cli.run(args, { env: { KORE_EMULATOR_CONTROL_KEY: '' } });

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
  });
});

describe('reaching the emulator', () => {
  test('options come before the environment', async () => {
    const { url, controlKey } = cli.server.facts;
    const env = { KORE_EMULATOR_URL: 'http://127.0.0.1:9', KORE_EMULATOR_CONTROL_KEY: 'wrong' };

    const { code } = await cli.run(['clock', '--url', `${url}/`, '--control-key', controlKey], { env });

    expect(code).toBe(0);
  });

  test('nothing has to be said of an emulator that runs on this machine', async () => {
    const env = { KORE_EMULATOR_URL: '', KORE_EMULATOR_CONTROL_KEY: '' };

    const { code, stdout } = await cli.run(['accounts'], { env });

    expect(code).toBe(0);
    expect(stdout).toContain('demo');
  });

  test('no control key', async () => {
    const nowhere = { XDG_RUNTIME_DIR: '/nowhere', XDG_CACHE_HOME: '/nowhere' };
    const env = { KORE_EMULATOR_CONTROL_KEY: '', ...nowhere };
    const { code, stderr } = await cli.run(['clock'], { env });

    expect(code).toBe(2);
    expect(stderr).toContain('No control key is given');
    expect(stderr).toContain('KORE_EMULATOR_CONTROL_KEY');
  });

  test.each([{ args: ['clock'] }, { args: ['start', '--port', '0'] }])(
    'a control key that no header carries: $args',
    async ({ args }) => {
      for (const KORE_EMULATOR_CONTROL_KEY of ['schlüssel', 'ключ']) {
        const { code, stdout, stderr } = await cli.run(args, { env: { KORE_EMULATOR_CONTROL_KEY } });

        expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
        expect(stderr).toMatch(/^The control key \(.*KORE_EMULATOR_CONTROL_KEY\) cannot be used: use ASCII/);
      }
    },
  );

  test('a wrong control key', async () => {
    const { code, stdout, stderr } = await cli.run(['clock', '--control-key', 'wrong']);

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('does not accept this control key');
  });

  test('no server', async () => {
    const { code, stdout, stderr } = await cli.run(['clock', '--url', 'http://127.0.0.1:9']);

    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('No emulator answers at http://127.0.0.1:9');
    expect(stderr).toContain('kore-sessions-emulator start');
  });

  /** Runs a command against a server that is not the emulator. */
  async function runAgainst(answer: RequestListener, args: readonly string[]): Promise<Ended> {
    const other = createServer(answer).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const ended = await cli.run([...args, '--url', `http://127.0.0.1:${port}`]);
    other.close();
    return ended;
  }

  test('a server that is something else', async () => {
    const { code, stderr } = await runAgainst((_, response) => response.end('<html>'), ['clock']);

    expect(code).toBe(3);
    expect(stderr).toContain("not as the emulator's control API");
  });

  test.each([
    { args: ['clock'], status: 200 },
    { args: ['accounts'], status: 200 },
    { args: ['accounts', 'show'], status: 200 },
    { args: ['faults'], status: 200 },
    { args: ['faults', 'clear'], status: 200 },
    { args: ['requests'], status: 200 },
    { args: ['requests', '--follow'], status: 200 },
    { args: ['snapshot'], status: 200 },
    { args: ['generate', 'busy-week'], status: 200 },
    { args: ['export'], status: 200 },
    { args: ['reset'], status: 200 },
    { args: ['clock'], status: 404 },
  ])('another JSON service that answers $status: $args', async ({ args, status }) => {
    const { code, stdout, stderr } = await runAgainst((_, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end('{"detail":"Not here"}');
    }, args);

    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^\S+ answers, but not as the emulator's control API \(status \d+, .+\)\..+\n$/);
  });

  test('the removal of a large account continues', async () => {
    const { code, stdout } = await runAgainst(
      ({ method }, response) => {
        const gone = { code: 'account_not_found', detail: 'There is no account large.' };
        response.writeHead(method === 'DELETE' ? 202 : 404, { 'content-type': 'application/json' });
        response.end(JSON.stringify(method === 'DELETE' ? { removal: 'continues' } : gone));
      },
      ['accounts', 'remove', 'large'],
    );

    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'The account large is removed; the removal continues until all it held is gone.\n',
    });
  });

  test.each([['clock'], ['export']])('a server that ends amid its answer: %s', async (word) => {
    const { code, stderr } = await runAgainst(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/x-ndjson', 'content-length': 100 });
        response.write('{"mode":', () => response.destroy());
      },
      [word],
    );

    expect(code).toBe(3);
    expect(stderr).toMatch(/^No emulator answers at .+\n$/);
  });

  test('an unknown account', async () => {
    const { code, stderr } = await cli.run(['clock', '--account', 'nobody']);

    expect(code).toBe(1);
    expect(stderr).toContain('There is no account nobody.');
    expect(stderr).toContain('--account');
  });

  test('a refusal names the fields', async () => {
    const { code, stderr } = await cli.run(['accounts', 'create', '--from', '{"bots":[{"botId":"a b"}]}']);

    expect(code).toBe(1);
    expect(stderr).toContain('bots.0.botId: must be 1 to 64 letters');
  });
});
