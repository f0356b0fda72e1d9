import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { deployedAs } from '../../../../infra/local/cli/shared/deployed.ts';
import { FakeAws } from '../../aws/commands/fake-aws.ts';
import { useCli } from '../support/use-cli.ts';

const cli = useCli();
const aws = new FakeAws();
const secret = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:key-AbCdEf';
const publish = (url: string): void => {
  const at = '/kore-sessions-emulator/staging';
  aws.world.parameters = { [`${at}/url`]: url, [`${at}/control-key-secret`]: secret };
};

let given: Record<string, string>;

beforeAll(async () => {
  given = {
    AWS_ENDPOINT_URL: await aws.start(),
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await aws.stop();
});
beforeEach(() => {
  publish(cli.server.facts.url);
  aws.world.secrets = { [secret]: 'cli-test-key' };
});

describe('--env NAME', () => {
  const program = [
    process.execPath,
    '-p',
    'process.env.KORE_EMULATOR_ACCOUNT + " at " + process.env.KORE_URL',
  ];
  const exec = ['exec', '--env', 'staging', '--', ...program];
  // Not what --env means.
  const others = { KORE_EMULATOR_URL: 'http://127.0.0.1:9', KORE_EMULATOR_CONTROL_KEY: 'other-key' };

  test('is the emulator of that deployment', async () => {
    const { url } = cli.server.facts;
    const [ran, told] = await Promise.all([
      cli.runBuilt(exec, { env: { ...given, ...others } }),
      cli.run(['env', '--env', 'staging', '--format', 'dotenv'], { env: { ...given, ...others } }),
    ]);

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(new RegExp(`^acc-\\S+ at ${url}\\n$`));
    expect(told.stdout).toContain(`KORE_EMULATOR_URL=${url}\nKORE_EMULATOR_CONTROL_KEY=cli-test-key\n`);
    expect(aws.regions).toEqual(new Set(['eu-central-1']));
  });

  test('says how to reach one that does not let this machine in', async () => {
    publish('http://127.0.0.1:9');
    expect((await cli.run(exec, { env: given })).stderr).toContain('npm run tunnel -- --env staging');
  });

  test('says what is missing', async () => {
    expect(await deployedAs('staging')).toEqual({ url: cli.server.facts.url, controlKey: 'cli-test-key' });
    await expect(deployedAs('prod')).rejects.toThrow(
      /^prod is not deployed with these credentials, region eu-central-1: run .*AWS_PROFILE/,
    );
    await expect(deployedAs('nobodys')).rejects.toThrow("Unknown environment 'nobodys'");
    await expect(deployedAs('../staging')).rejects.toThrow('is no name of an environment');
    aws.world.refusal = { status: 400, code: 'ExpiredTokenException' };
    await expect(deployedAs('staging')).rejects.toThrow('sign in again');
  });
});
