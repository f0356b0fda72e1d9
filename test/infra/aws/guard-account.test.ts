import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { dev } from '../../../infra/aws/environments/dev.ts';
import { checkDeployed } from '../../../infra/aws/guard/check-deployed.ts';
import { describeReports } from '../../../infra/aws/guard/check-environment.ts';
import { Failure } from '../../../infra/errors.ts';
import { useCommands } from './commands/use-commands.ts';

const commands = useCommands();
const folder = mkdtempSync(join(tmpdir(), 'guard-profile-'));
afterAll(() => rmSync(folder, { recursive: true }));

const check = (settings: { account?: string } = {}, profile?: string) =>
  checkDeployed({ ...dev, ...settings }, { app: undefined, allow: [], profile });

const nothingDeployed = ['data', 'api', 'operations'].map(
  (part) => `kore-sessions-emulator-dev-${part}: not deployed yet, nothing to lose`,
);

it('refuses credentials of another account than that of the environment', async () => {
  const refusal = await check({ account: '999999999999' }).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(Failure);
  expect(refusal).toMatchObject({
    message:
      'The environment dev belongs in the AWS account 999999999999, but these credentials are of 123456789012: use others, with AWS_PROFILE or --profile.',
  });
});

it('asks the account of the environment, in the region of AWS_DEFAULT_REGION', async () => {
  vi.stubEnv('AWS_REGION', undefined);
  vi.stubEnv('AWS_DEFAULT_REGION', 'us-west-2');
  const reports = describeReports(await check({ account: '123456789012' }));
  expect(reports).toEqual(expect.arrayContaining(nothingDeployed.slice(0, 2)));
  expect([...commands.aws.regions]).toEqual(['us-west-2']);
});

it('asks with the profile that --profile names', async () => {
  const file = join(folder, 'config');
  writeFileSync(
    file,
    '[profile work]\nregion = ap-southeast-2\naws_access_key_id = AKIAWORK\naws_secret_access_key = secret\n',
  );
  vi.stubEnv('AWS_CONFIG_FILE', file);
  for (const name of ['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])
    vi.stubEnv(name, undefined);
  await check({}, 'work');
  expect([...commands.aws.regions]).toEqual(['ap-southeast-2']);
});
