import { beforeEach, describe, expect, it } from 'vitest';
import { signIn } from '../../../../infra/aws/account/login.ts';
import { allChecks, examine } from '../../../../infra/aws/doctor/examine.ts';
import { describeFinding } from '../../../../infra/aws/doctor/finding.ts';
import { dev } from '../../../../infra/aws/environments/dev.ts';
import { defineEnvironment, type Environment } from '../../../../infra/aws/environments/index.ts';
import { useCommands } from './use-commands.ts';

const commands = useCommands();
const domain = { name: 'kore.example.com', hostedZoneId: 'Z0123456789ABC', zoneName: 'example.com' };
const provider = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';

beforeEach(() => {
  commands.aws.world.parameters = { '/cdk-bootstrap/hnb659fds/version': '30' };
});

/** What is found of an environment, as lines. */
async function found(change: Partial<Environment>): Promise<string[]> {
  const environment = defineEnvironment({ ...dev, ...change });
  const login = await signIn({ environment, profile: undefined });
  const resolveNs = async (zone: string): Promise<string[]> => {
    const servers = commands.aws.world.nameServers?.[zone];
    if (servers) return servers;
    throw new Error('queryNs ENOTFOUND');
  };
  return (await examine({ login, environment, resolveNs }, allChecks)).map(describeFinding);
}

const line = (start: string, lines: readonly string[]) => lines.filter((one) => one.includes(start));

describe('npm run doctor', () => {
  it('says what it found, and that all is well', async () => {
    expect(await commands.run(['doctor', '--env', 'dev'])).toEqual({
      code: 0,
      printed: [
        'ok      credentials: account 123456789012, region eu-central-1.',
        'ok      bootstrap: version 30.',
        'ok      Lambda concurrency: the account runs 1000 functions at once.',
      ],
      complaints: [],
      cdk: [],
    });
  });

  it('fails where a deployment would, and names what to do', async () => {
    commands.aws.world.parameters = {};
    const { code, printed, complaints } = await commands.run(['doctor', '--env', 'dev']);
    expect(code).toBe(1);
    expect(printed).toContain(
      'problem bootstrap: Account 123456789012, region eu-central-1 is not bootstrapped for CDK: run npx cdk bootstrap aws://123456789012/eu-central-1 -c env=dev once.',
    );
    expect(complaints).toEqual([
      'dev cannot be deployed as things are: see the line above that begins with "problem".',
    ]);
  });

  it('does not fail for what only bites later', async () => {
    commands.aws.world.concurrency = { limit: 10, free: 10 };
    const { code, printed } = await commands.run(['doctor', '--env', 'dev']);
    expect(code).toBe(0);
    expect(line('warning', printed)).toEqual([
      expect.stringMatching(/^warning Lambda concurrency: the account runs 10 functions .*L-B99A9384/),
    ]);
  });
});

describe('the bootstrap', () => {
  it('must be new enough', async () => {
    commands.aws.world.parameters = { '/cdk-bootstrap/hnb659fds/version': '5' };
    expect(await found({})).toContainEqual(
      expect.stringMatching(/^problem bootstrap: .* has version 5, older than 6\. Run npx cdk bootstrap /),
    );
  });
});

describe('the concurrency', () => {
  it('that an environment reserves must be free, beside what Lambda keeps', async () => {
    commands.aws.world.concurrency = { limit: 1000, free: 150 };
    expect(line('Lambda', await found({ concurrency: 50 }))).toEqual([expect.stringMatching(/^ok /)]);
    expect(line('Lambda', await found({ concurrency: 51 }))).toEqual([
      expect.stringMatching(/^warning .* reserves 51, and 150 are free .* Ask for more/),
    ]);
  });
});

describe('the role by which API Gateway writes logs', () => {
  it('is looked for where the environment has a REST API', async () => {
    expect(line('log role', await found({}))).toEqual([]);
    const exposure = { kind: 'private', vpcId: 'vpc-0a1b2c3d' } as const;
    expect(line('log role', await found({ exposure }))).toEqual([
      expect.stringMatching(/^problem .*no role to write logs with in eu-central-1.* docs\/access\.md/),
    ]);
    commands.aws.world.logRole = 'arn:aws:iam::123456789012:role/logs';
    expect(line('log role', await found({ exposure }))).toEqual([
      expect.stringMatching(/^ok .*role\/logs\.$/),
    ]);
  });
});

describe('the zone of a host name', () => {
  const nameServers = ['ns-1.awsdns-1.com', 'ns-2.awsdns-2.org'];

  it('must be delegated to Route 53', async () => {
    commands.aws.world.zones = { Z0123456789ABC: { name: 'example.com', nameServers } };
    expect(line('DNS', await found({ domain }))).toEqual([
      'problem DNS zone example.com: DNS names no name servers for it, not those of Z0123456789ABC. Have the zone above it name ns-1.awsdns-1.com, ns-2.awsdns-2.org; until then a deployment waits for its certificate.',
    ]);
    commands.aws.world.nameServers = { 'example.com': ['ns.elsewhere.example'] };
    expect(line('DNS', await found({ domain }))).toEqual([
      expect.stringMatching(/^problem .*DNS names ns\.elsewhere\.example for it/),
    ]);
    commands.aws.world.nameServers = { 'example.com': ['NS-1.awsdns-1.com.', 'ns-2.awsdns-2.org'] };
    expect(line('DNS', await found({ domain }))).toEqual([expect.stringMatching(/^ok /)]);
  });

  it('must be the one of that id', async () => {
    commands.aws.world.zones = { Z0123456789ABC: { name: 'example.org', nameServers } };
    expect(line('DNS', await found({ domain }))).toEqual([
      expect.stringMatching(/^problem .*Z0123456789ABC is the zone of example\.org\. Correct domain\./),
    ]);
  });
});

describe('the role of GitHub', () => {
  const plain = 'repo:example/kore:environment:dev';
  const RoleArn = 'arn:aws:iam::123456789012:role/github-dev';
  const trusting = (...subjects: string[]) => ({
    'github-dev': { Statement: [{ Condition: { StringEquals: { sub: subjects } } }] },
  });

  beforeEach(() => {
    commands.aws.world.stacks = [{ name: 'kore-sessions-emulator-github-dev', outputs: { RoleArn } }];
    commands.aws.world.identityProviders = [provider];
    commands.aws.world.trust = trusting(plain, 'repo:example@1/kore@2:environment:dev');
  });

  it('is well where it trusts both subjects', async () => {
    expect(line('GitHub', await found({}))).toEqual([expect.stringMatching(/^ok .*@1\/kore@2/)]);
  });

  it('is warned of where it trusts names alone', async () => {
    commands.aws.world.trust = trusting(plain);
    expect(line('GitHub', await found({}))).toEqual([
      expect.stringMatching(/^warning .*repo:example\/kore:environment:dev only; .* -c ownerId/),
    ]);
  });

  it('needs GitHub to be known to the account', async () => {
    commands.aws.world.identityProviders = ['arn:aws:iam::123456789012:oidc-provider/example.com'];
    expect(line('GitHub', await found({}))).toEqual([
      expect.stringMatching(/^problem .*does not know GitHub.*docs\/pipelines\.md/),
    ]);
  });

  it('is not asked for where there is none', async () => {
    commands.aws.world.stacks = [{ name: 'kore-sessions-emulator-github-staging', outputs: { RoleArn } }];
    expect(line('GitHub', await found({}))).toEqual([]);
  });
});

describe('the seed', () => {
  const seed = { accountId: 'default', scenario: 'busy-week' } as const;

  it('must be written within one call, at the cap of the table', async () => {
    const capped = (maxWriteUnits: number) => found({ seed, data: { ...dev.data, maxWriteUnits } });
    expect(line('seed', await capped(1_800))).toEqual([
      'ok      seed: 12000 sessions take about 1800 write units a second, and data.maxWriteUnits is 1800.',
    ]);
    expect(line('seed', await capped(1_799))).toEqual([
      expect.stringMatching(/^warning seed: .* Raise data\.maxWriteUnits to 1800/),
    ]);
  });
});

describe('npm run deploy', () => {
  it('does not start where a quick check finds a problem', async () => {
    commands.aws.world.parameters = { '/cdk-bootstrap/hnb659fds/version': '2' };
    const { code, complaints, cdk } = await commands.run(['deploy', '--env', 'dev']);
    expect(code).toBe(2);
    expect(complaints).toEqual([expect.stringMatching(/^The bootstrap of account 123456789012.*version 2/)]);
    expect(cdk).toEqual([]);
  });
});
