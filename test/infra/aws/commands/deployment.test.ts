import { beforeEach, describe, expect, it } from 'vitest';
import { notReady, useCommands } from './use-commands.ts';

const commands = useCommands();

const secret = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:key-AbCdEf';
const bootstrap = { '/cdk-bootstrap/hnb659fds/version': '30' };
const published = (name: string, url: string) => ({
  [`/kore-sessions-emulator/${name}/url`]: url,
  [`/kore-sessions-emulator/${name}/control-key-secret`]: secret,
});
const stackOf = (environment: string, part: string) => ({
  name: `kore-sessions-emulator-${environment}-${part}`,
});

describe('npm run deploy', () => {
  beforeEach(() => {
    commands.aws.world.parameters = bootstrap;
  });

  it('calls the CDK command line for the stacks of the environment and hands every option on', async () => {
    const options = ['--require-approval', 'never', '-c', 'x=y', '--hotswap'];
    const { code, complaints, cdk } = await commands.run(['deploy', ...options, '--env', 'dev']);
    expect({ code, complaints }).toEqual({ code: 0, complaints: [] });
    expect(cdk).toEqual([['deploy', 'dev/*', '-c', 'env=dev', ...options]]);
  });

  it('deploys an ephemeral environment by its name', async () => {
    const { cdk } = await commands.run(['deploy', '--env=pr-123']);
    expect(cdk).toEqual([['deploy', 'pr-123/*', '-c', 'env=pr-123']]);
  });

  it('lets CloudFormation delete what a first deployment that failed has left of a protected stack', async () => {
    const [data, api] = [stackOf('prod', 'data'), stackOf('prod', 'api')];
    commands.aws.world.stacks = [
      { ...data, protected: true, status: 'ROLLBACK_COMPLETE' },
      { ...api, protected: true },
      { ...stackOf('staging', 'data'), protected: true, status: 'ROLLBACK_COMPLETE' },
    ];
    const { code, printed } = await commands.run(['deploy', '--env', 'prod', '--no-execute']);
    expect(code).toBe(0);
    expect(printed).toContain(`${data.name} was rolled back when it was first deployed, and is made anew.`);
    expect(commands.aws.world.stacks.map((stack) => stack.protected)).toEqual([false, true, true]);
  });

  it('exits with 1 where the deployment failed', async () => {
    const { code, complaints } = await commands.run(['deploy', '--env', 'dev'], 7);
    expect(code).toBe(1);
    expect(complaints).toEqual([expect.stringMatching(/^dev was not deployed: .* exited with 7\.$/)]);
  });
});

describe('npm run destroy', () => {
  it('calls the CDK command line, also where only a part was deployed', async () => {
    commands.aws.world.stacks = [stackOf('dev', 'data')];
    const { code, cdk, complaints } = await commands.run(
      ['destroy', '--env', 'dev', '--force'],
      0,
      (world) => {
        world.stacks = [{ ...stackOf('dev', 'data'), status: 'DELETE_COMPLETE' }, stackOf('prod', 'data')];
      },
    );
    expect({ code, complaints }).toEqual({ code: 0, complaints: [] });
    expect(cdk).toEqual([['destroy', 'dev/*', '-c', 'env=dev', '--force']]);
  });

  it('touches nothing of a protected environment and says how to lift that', async () => {
    commands.aws.world.stacks = [stackOf('prod', 'data'), stackOf('prod', 'api')];
    expect(await commands.run(['destroy', '--env', 'prod', '--force'])).toEqual(
      notReady(
        /^prod is protected, .*terminationProtection to false in infra\/aws\/environments\/prod\.ts.* kept even then/,
      ),
    );
  });

  it('touches nothing while a stack is protected still', async () => {
    commands.aws.world.stacks = [{ ...stackOf('dev', 'data'), protected: true }, stackOf('dev', 'api')];
    expect(await commands.run(['destroy', '--env', 'dev'])).toEqual(
      notReady(/^kore-sessions-emulator-dev-data is still protected .*npm run deploy -- --env dev/),
    );
  });

  it('names the stacks that the settings no longer have, and how to delete them', async () => {
    commands.aws.world.stacks = [stackOf('dev', 'data'), stackOf('dev', 'operations')];
    const { code, complaints } = await commands.run(['destroy', '--env', 'dev', '--force'], 0, (world) => {
      world.stacks = [stackOf('dev', 'operations')];
    });
    expect(code).toBe(1);
    expect(complaints).toEqual([
      'dev was not destroyed in whole, kore-sessions-emulator-dev-operations is left: run npm run destroy -- --env dev again where its question was not answered with y; a stack that the settings of dev no longer have needs aws cloudformation delete-stack --stack-name kore-sessions-emulator-dev-operations --region eu-central-1.',
    ]);
  });

  it('exits with 1 where it failed', async () => {
    commands.aws.world.stacks = [stackOf('dev', 'data')];
    expect((await commands.run(['destroy', '--env', 'dev'], 1)).code).toBe(1);
  });
});

describe('npm run url', () => {
  it('prints one line of JSON: URL, control key secret, and the stacks of this environment only', async () => {
    commands.aws.world.parameters = published('branch-a', 'https://abc.example');
    commands.aws.world.stacks = [
      stackOf('branch-a', 'data'),
      stackOf('branch-a', 'api'),
      stackOf('branch-a-b', 'data'),
      stackOf('dev', 'data'),
    ];
    const { code, printed } = await commands.run(['url', '--env', 'branch-a']);
    expect(code).toBe(0);
    expect(printed.map((line) => JSON.parse(line))).toEqual([
      {
        environment: 'branch-a',
        account: '123456789012',
        region: 'eu-central-1',
        url: 'https://abc.example',
        controlKeySecret: secret,
        stacks: ['kore-sessions-emulator-branch-a-api', 'kore-sessions-emulator-branch-a-data'],
      },
    ]);
  });

  it('refuses where only a part is deployed', async () => {
    const { [`/kore-sessions-emulator/dev/url`]: _, ...part } = published('dev', '');
    commands.aws.world.parameters = part;
    expect(await commands.run(['url', '--env', 'dev'])).toEqual(notReady(/^dev is not deployed/));
  });
});

describe('npm run console', () => {
  it('prints the address with the key in its fragment', async () => {
    commands.aws.world.parameters = published('dev', 'https://abc.example/live');
    commands.aws.world.secrets = { [secret]: 'a key+1' };
    const { code, printed } = await commands.run(['console', '--env', 'dev']);
    expect({ code, printed }).toEqual({
      code: 0,
      printed: ['https://abc.example/live/_emulator/console/#key=a%20key%2B1'],
    });
  });
});
