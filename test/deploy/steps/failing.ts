import assert from 'node:assert/strict';
import { type Context, unasked } from './context.ts';

/** In each stack something whose name may be taken: there the stack can't be made. */
const names = {
  data: '/kore-sessions-emulator/prod/control-key-secret',
  api: '/kore-sessions-emulator/prod/url',
};

/**
 * A first deployment of prod that fails leaves nothing behind that belongs to no stack.
 *
 * @param app what is deployed: options of `deploy`
 */
export async function failFirstDeployment(
  { aws, commands, timed }: Context,
  app: readonly string[],
): Promise<void> {
  const deploy = () => commands.run('deploy', ['--env', 'prod', ...unasked, ...app]);
  const stack = (part: string) => `kore-sessions-emulator-prod-${part}`;
  const empty = await aws.inventory();
  const added = async () =>
    (await aws.inventory())
      .filter((each) => !empty.includes(each))
      .map((each) => each.replace(/^(secret|table) .*/, '$1'));

  await aws.takeParameter(names.data);
  const first = await timed('deploy prod, whose data stack fails', deploy);
  assert.equal(first.code, 1, first.stdout);
  assert.equal(await aws.statusOf(stack('data')), 'ROLLBACK_COMPLETE', first.stderr);
  assert.deepEqual(await added(), [`parameter ${names.data}`, `stack ${stack('data')}`]);
  await aws.giveParameterBack(names.data);

  await aws.takeParameter(names.api);
  const second = await timed('deploy prod, whose api stack fails', deploy);
  assert.equal(second.code, 1, second.stdout);
  assert.equal(await aws.statusOf(stack('data')), 'CREATE_COMPLETE', second.stderr);
  assert.equal(await aws.statusOf(stack('api')), 'ROLLBACK_COMPLETE');
  assert.deepEqual(await added(), [
    `parameter ${names.data}`,
    `parameter ${names.api}`,
    'secret',
    `stack ${stack('api')}`,
    `stack ${stack('data')}`,
    'table',
  ]);
  await aws.giveParameterBack(names.api);
}
