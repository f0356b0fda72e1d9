import { describe, expect, test } from 'vitest';
import { run } from '../local/support/spawned.ts';
import { notReady, useCommands } from './commands/use-commands.ts';

const commands = useCommands();
/** As a process of its own, for what only a process has. */
const spawnGuard = (args: string[], env = {}) =>
  run(['--import', 'tsx', 'infra/aws/commands/main.ts', 'guard', ...args], { env });

describe('npm run guard', () => {
  test('--help explains every option, on stdout', async () => {
    const { code, printed, complaints } = await commands.run(['guard', '--help']);

    expect({ code, complaints }).toEqual({ code: 0, complaints: [] });
    for (const option of ['env', 'profile', 'app', 'allow'])
      expect(printed.join('\n')).toContain(`--${option}`);
  });

  test.each([
    ['no environment', [], /^Name the environment to check: npm run guard -- --env NAME\./],
    [
      'an unknown environment',
      ['--env', 'qa'],
      /^Unknown environment 'qa'\. Known environments: dev, staging, prod/,
    ],
    ['an unknown option', ['--envv', 'dev'], /^Unknown option '--envv'\. See npm run guard -- --help\.$/],
  ])('%s is told of, with exit code 2', async (_, args, says) => {
    expect(await commands.run(['guard', ...args])).toEqual(notReady(says));
  });

  test('no AWS credentials are told of, with exit code 1', async () => {
    const without = { AWS_EC2_METADATA_DISABLED: 'true', HOME: '/nonexistent', AWS_REGION: 'eu-central-1' };
    const none = {
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
      AWS_PROFILE: '',
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '',
    };

    const { code, stdout, stderr } = await spawnGuard(['--env', 'dev'], { ...without, ...none });

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^There are no AWS credentials to ask whose they are: .+ AWS_PROFILE or --profile\.\n$/,
    );
  });
});
