import assert from 'node:assert/strict';
import { join } from 'node:path';
import { copyProject, edit } from '../project-copy.ts';
import { type Context, type Deployed, deployed } from './context.ts';
import { failFirstDeployment } from './failing.ts';

const settings = 'infra/aws/environments/prod.ts';

/**
 * Prod deploys once what its first deployment failed of is gone, and goes on with its table as it was a moment ago. It
 * refuses to be destroyed; once its protection is lifted, both tables and the control key stay behind.
 */
export async function protectProd(context: Context): Promise<void> {
  const { aws, commands, timed } = context;
  const empty = await aws.inventory();
  const app = await synthesized(context);
  await failFirstDeployment(context, app);
  const { stacks } = await timed('deploy prod', () => deployed(context, 'prod', undefined, app));
  assert.deepEqual(
    stacks,
    ['api', 'data', 'operations'].map((part) => `kore-sessions-emulator-prod-${part}`),
  );

  const whole = await aws.inventory();
  const refused = await commands.run('destroy', ['--env', 'prod', '--force']);
  assert.equal(refused.code, 2, refused.stderr);
  assert.match(refused.stderr, /^prod is protected, so nothing of it is destroyed/);
  assert.match(
    String(await aws.refusalToDelete('kore-sessions-emulator-prod-data')),
    /TerminationProtection/i,
  );
  assert.deepEqual(await aws.inventory(), whole);

  const folder = copyProject(join(context.folder, 'unprotected'));
  await goBack(context, folder);
  edit(folder, settings, ['terminationProtection: true', 'terminationProtection: false']);
  await timed('lift the protection of prod', () => deployed(context, 'prod', folder));
  await timed('destroy prod', () => commands.succeed('destroy', ['--env', 'prod', '--force'], folder));
  const kept = (await aws.inventory()).filter((resource) => !empty.includes(resource));
  assert.deepEqual(
    kept.map((resource) => resource.split(' ')[0]),
    ['secret', 'table', 'table'],
    kept.join(', '),
  );
}

/** Prod as a pipeline makes it: synthesized once, and deployed from that; gives the options for it. */
async function synthesized({ commands, folder, timed }: Context): Promise<readonly string[]> {
  const output = join(folder, 'prod-cdk.out');
  const options = ['-c', 'env=prod', '--quiet', '--output', output];
  await timed('synthesize prod', () => commands.cdk('synth', ...options));
  return ['--app', output];
}

/** Prod's table as it was a moment ago, to a new one that prod uses from then on. */
async function goBack({ aws, commands, timed }: Context, folder: string): Promise<void> {
  const urlOf = async () => JSON.parse((await commands.succeed('url', ['--env', 'prod'])).stdout) as Deployed;
  const data = 'kore-sessions-emulator-prod-data';
  const [before, { url }] = [await aws.tableOf(data), await urlOf()];
  const command = ['--env', 'prod', '--at', new Date().toISOString()];
  const { stdout } = await timed('restore the table of prod', () => commands.succeed('restore', command));
  const [, table = ''] = /existing: \{ tableName: '([^']+)' \}/.exec(stdout) ?? [];
  edit(folder, settings, ['data: {', `data: { existing: { tableName: '${table}' },`]);
  const adopted = await timed('deploy prod with it', () => commands.succeed('restore', command, folder));

  assert.match(adopted.stdout, /account removed/);
  assert.notEqual(table, before);
  assert.equal(await aws.tableOf(data), table);
  assert.equal((await urlOf()).url, url);
}
