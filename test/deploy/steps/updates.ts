import assert from 'node:assert/strict';
import { join } from 'node:path';
import { getSessionOut, putSessionIn } from '../../../infra/aws/commands/smoke/vendor-route.ts';
import { removeAccount } from '../../../infra/aws/commands/smoke.ts';
import { ControlClient } from '../../../infra/client/client.ts';
import { copyProject, edit } from '../project-copy.ts';
import { type Context, type Deployed, deployed } from './context.ts';

/** Deploys what is there already: no stack and no function may be touched. */
export async function deployWithoutChange(context: Context): Promise<void> {
  const before = await context.aws.versions();
  await context.timed('deploy dev without a change', () => deployed(context, 'dev'));
  assert.deepEqual(await context.aws.versions(), before);
}

/** Deploys functions of another version: the URL stays, and so does what was stored before. */
export async function deployChangedFunction(context: Context, before: Deployed): Promise<void> {
  const controlKey = await context.aws.secret(before.controlKeySecret);
  const control = new ControlClient({ url: before.url, controlKey });
  const { version } = await control.call('getHealth', {});
  const account = await control.call('createAccount', {
    body: { bots: [{ name: 'kept' }], expiresInSeconds: 3600 },
  });
  const session = await putSessionIn(control, account, Date.now());
  const resources = await context.aws.inventory();

  const folder = copyProject(join(context.folder, 'changed'));
  const changed = `${version}-changed`;
  edit(folder, 'functions/domain/project.ts', [`'${version}'`, `'${changed}'`]);
  const after = await context.timed('deploy dev with changed functions', () =>
    deployed(context, 'dev', folder),
  );

  assert.deepEqual(after, before);
  assert.deepEqual(await context.aws.inventory(), resources);
  assert.equal((await control.call('getHealth', {})).version, changed);
  await getSessionOut(control, account, session);
  await removeAccount(control, account.accountId);
}
