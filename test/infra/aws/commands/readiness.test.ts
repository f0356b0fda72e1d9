import { describe, expect, it, vi } from 'vitest';
import { notReady, useCommands } from './use-commands.ts';

const commands = useCommands();
const names = ['deploy', 'destroy', 'url', 'smoke'];

describe.each(names)('npm run %s', (name) => {
  const run = (...args: string[]) => commands.run([name, ...args]);

  it('without --env says which environments there are', async () => {
    const known = new RegExp(
      `^--env is missing: run npm run ${name} -- --env NAME with one of dev, staging, prod`,
    );
    expect(await run()).toEqual(notReady(known));
    expect(await run('--env')).toEqual(notReady(known));
    expect(await run('--env=')).toEqual(notReady(known));
  });

  it('names the environments that it knows where one is unknown', async () => {
    expect(await run('--env', 'nope')).toEqual(
      notReady(/^Unknown environment 'nope'\. Known environments: dev, /),
    );
  });

  it('says how to sign in where there are no credentials', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
    expect(await run('--env', 'dev')).toEqual(
      notReady(/^There are no AWS credentials .* aws sso login .*AWS_PROFILE/),
    );
  });

  it('says so where AWS does not accept the credentials', async () => {
    commands.aws.world.refusal = { status: 403, code: 'ExpiredToken' };
    expect(await run('--env', 'dev')).toEqual(
      notReady(/^AWS does not accept these credentials in eu-central-1 \(Expired.*sign in again/),
    );
  });

  it('says how to name a region where there is none', async () => {
    vi.stubEnv('AWS_REGION', undefined);
    expect(await run('--env', 'dev')).toEqual(notReady(/^No AWS region is set: name one with AWS_REGION/));
  });

  it('refuses what is no region', async () => {
    vi.stubEnv('AWS_REGION', 'frankfurt');
    expect(await run('--env', 'dev')).toEqual(notReady(/^"frankfurt" is not an AWS region: set AWS_REGION/));
  });

  it('says so where nothing answers in the region', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9');
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
    expect(await run('--env', 'dev')).toEqual(
      notReady(/^AWS cannot be reached in the region eu-central-1 \(/),
    );
  });

  it('prints help and asks nobody', async () => {
    const { code, printed } = await run('--help');
    expect(code).toBe(0);
    expect(printed.join('\n')).toMatch(new RegExp(`^npm run ${name} -- --env NAME`));
    expect(commands.aws.regions.size).toBe(0);
  });
});

it('takes the region of AWS_DEFAULT_REGION, as the CDK command line does', async () => {
  vi.stubEnv('AWS_REGION', undefined);
  vi.stubEnv('AWS_DEFAULT_REGION', 'us-west-2');
  await commands.run(['url', '--env', 'dev']);
  expect([...commands.aws.regions]).toEqual(['us-west-2']);
});

it.each(['url', 'smoke', 'destroy'])(
  'npm run %s says what to run where nothing is deployed',
  async (name) => {
    expect(await commands.run([name, '--env', 'pr-7'])).toEqual(
      notReady(
        /^pr-7 is not deployed in account 123456789012, region eu-central-1: run npm run deploy -- --env pr-7/,
      ),
    );
  },
);

it('npm run deploy says what to run where CDK is not bootstrapped', async () => {
  expect(await commands.run(['deploy', '--env', 'dev'])).toEqual(
    notReady(/is not bootstrapped for CDK: run npx cdk bootstrap aws:\/\/123456789012\/eu-central-1 /),
  );
});

it('names what is not permitted', async () => {
  const { run, aws } = commands;
  aws.world.refusal = { status: 403, code: 'AccessDenied' };
  expect(await run(['url', '--env', 'dev'])).toEqual(
    notReady(/^These credentials may not .* in eu-central-1: use a role/),
  );
});

it.each(['url', 'smoke'])('npm run %s refuses options that it does not know', async (name) => {
  expect(await commands.run([name, '--env', 'dev', '--force'])).toEqual(notReady(/does not know --force/));
});

it('knows no other command', async () => {
  expect(await commands.run(['explode', '--env', 'dev'])).toEqual(
    notReady(/^"explode" is no command; there are deploy, /),
  );
});
