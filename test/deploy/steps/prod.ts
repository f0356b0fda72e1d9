import assert from 'node:assert/strict';
import { join } from 'node:path';
import { copyProject, edit } from '../project-copy.ts';
import { type Context, deployed } from './context.ts';

const settings = 'infra/aws/environments/prod.ts';

/** Prod refuses to be destroyed; once its protection is lifted, table and control key stay behind. */
export async function protectProd(context: Context): Promise<void> {
  const { aws, commands, timed } = context;
  const empty = await aws.inventory();
  const { stacks } = await timed('deploy prod', () => deployed(context, 'prod'));
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
  edit(folder, settings, ['terminationProtection: true', 'terminationProtection: false']);
  await timed('lift the protection of prod', () => deployed(context, 'prod', folder));
  await timed('destroy prod', () => commands.succeed('destroy', ['--env', 'prod', '--force'], folder));
  const kept = (await aws.inventory()).filter((resource) => !empty.includes(resource));
  assert.deepEqual(
    kept.map((resource) => resource.split(' ')[0]),
    ['secret', 'table'],
    kept.join(', '),
  );
}
