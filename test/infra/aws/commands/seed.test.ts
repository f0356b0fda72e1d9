import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemTime } from '../../../../functions/domain/time.ts';
import { deploy } from '../../../../infra/aws/commands/deploy.ts';
import { dev } from '../../../../infra/aws/environments/dev.ts';
import { Failure } from '../../../../infra/errors.ts';
import { startEmulator } from '../../../support/emulator.ts';
import { useCommands } from './use-commands.ts';

const commands = useCommands();
const seeded = { ...dev, seed: { accountId: 'default', scenario: 'quiet' as const } };

beforeEach(() => {
  commands.aws.world.parameters = {
    '/cdk-bootstrap/hnb659fds/version': '30',
    '/kore-sessions-emulator/dev/url': 'https://seed.example',
    '/kore-sessions-emulator/dev/control-key-secret': 'the-secret',
  };
});
afterEach(() => vi.unstubAllGlobals());

async function deploySeeded(...rest: string[]): Promise<string[]> {
  const printed: string[] = [];
  const effects = {
    cdk: async () => 0,
    print: (line: string) => void printed.push(line),
    resolveNs: async () => [],
    time: systemTime,
  };
  await deploy({ environment: seeded, profile: undefined, rest }, effects);
  return printed;
}

it('makes the account of the seed once the stacks are deployed, and leaves it alone later', async () => {
  const emulator = await startEmulator();
  commands.aws.world.secrets = { 'the-secret': emulator.controlKey };
  vi.stubGlobal('fetch', emulator.request);
  expect(await deploySeeded()).toEqual(['seed: account default with 30 sessions']);
  expect(await deploySeeded()).toEqual(['seed: account default is left as it is']);
  await emulator.close();
});

it('fails where the account cannot be made', async () => {
  const emulator = await startEmulator();
  commands.aws.world.secrets = { 'the-secret': 'another-key' };
  vi.stubGlobal('fetch', emulator.request);
  const failed = await deploySeeded().catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(Failure);
  expect(failed).toMatchObject({ exitCode: 1, message: expect.stringMatching(/^dev could not be seeded/) });
  await emulator.close();
});

it.each([
  ['--no-execute'],
  ['--execute=false'],
  ['--execute', 'false'],
  ['--method', 'prepare-change-set'],
  ['--method=prepare-change-set'],
  ['-m', 'prepare-change-set'],
  ['-mprepare-change-set'],
  ['--version'],
])('seeds nothing after a run that changes nothing: %s %s', async (...options) => {
  const asked = vi.fn();
  vi.stubGlobal('fetch', asked);
  expect(await deploySeeded('--require-approval', 'never', ...options)).toEqual([]);
  expect(asked).not.toHaveBeenCalled();
});

it.each([['--method', 'direct'], ['--method=execute-change-set'], ['--execute'], ['--exclusively']])(
  'seeds after a run that does: %s %s',
  async (...options) => {
    const emulator = await startEmulator();
    commands.aws.world.secrets = { 'the-secret': emulator.controlKey };
    vi.stubGlobal('fetch', emulator.request);
    expect(await deploySeeded(...options)).toEqual(['seed: account default with 30 sessions']);
    await emulator.close();
  },
);
