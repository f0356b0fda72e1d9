import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { useCommands } from './use-commands.ts';

const commands = useCommands();
const folder = mkdtempSync(join(tmpdir(), 'aws-profile-'));
afterAll(() => rmSync(folder, { recursive: true }));

function useConfig(text: string): void {
  const file = join(folder, 'config');
  writeFileSync(file, text);
  vi.stubEnv('AWS_CONFIG_FILE', file);
  for (const name of ['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])
    vi.stubEnv(name, undefined);
}

const work =
  '[profile work]\nregion = ap-southeast-2\naws_access_key_id = AKIAWORK\naws_secret_access_key = secret\n';

it.each([['--profile', 'work'], ['--profile=work']])(
  'asks AWS with the profile that %s names',
  async (...profile) => {
    useConfig(work);
    const { complaints } = await commands.run(['url', '--env', 'dev', ...profile]);
    expect(complaints).toEqual([expect.stringMatching(/^dev is not deployed in .* region ap-southeast-2/)]);
    expect([...commands.aws.regions]).toEqual(['ap-southeast-2']);
  },
);

it('asks AWS with the profile that AWS_PROFILE names', async () => {
  useConfig(work);
  vi.stubEnv('AWS_PROFILE', 'work');
  await commands.run(['url', '--env', 'dev']);
  expect([...commands.aws.regions]).toEqual(['ap-southeast-2']);
});

it('hands the profile on to the CDK command line', async () => {
  useConfig(work);
  commands.aws.world.parameters = { '/cdk-bootstrap/hnb659fds/version': '30' };
  const { cdk } = await commands.run(['deploy', '--profile', 'work', '--env', 'dev']);
  expect(cdk).toEqual([['deploy', 'dev/*', '-c', 'env=dev', '--profile', 'work']]);
});

it('says so where there is no such profile', async () => {
  useConfig('');
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  const { code, complaints } = await commands.run(['url', '--env', 'dev', '--profile', 'nobody']);
  expect(code).toBe(2);
  expect(complaints).toEqual([expect.stringMatching(/^There are no AWS credentials .*nobody/)]);
});
