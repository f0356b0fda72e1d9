import { describe, expect, test } from 'vitest';
import type { EnvironmentSettings } from '../../../infra/aws/environments/environment.ts';
import { defineEnvironment, environments, findEnvironment } from '../../../infra/aws/environments/index.ts';
import type { Exposure } from '../../../infra/aws/environments/schema/exposure.ts';
import { alarmThresholds } from '../../../infra/aws/environments/schema/operations.ts';

const settings = {
  name: 'sandbox',
  data: {
    removalPolicy: 'destroy',
    terminationProtection: false,
    deletionProtection: false,
    pointInTimeRecovery: false,
    maxReadUnits: 100,
    maxWriteUnits: 50,
  },
  logRetentionDays: 7,
  throttle: { rate: 10, burst: 20 },
} as const satisfies EnvironmentSettings;

const defaults = {
  exposure: { kind: 'open' },
  memory: {
    getSessionsMegabytes: 1_024,
    controlMegabytes: 512,
    sliceCacheMegabytes: 256,
    rowCacheMegabytes: 64,
  },
  console: true,
  accounts: {},
};

const domain = { name: 'kore.test.example.com', hostedZoneId: 'Z0123456789ABC', zoneName: 'example.com' };

describe('the environments', () => {
  test('are dev, staging and prod, in the order in which changes travel', () => {
    expect(environments.map(({ name }) => name)).toEqual(['dev', 'staging', 'prod']);
  });

  test('are found by name', () => {
    expect(findEnvironment('staging').name).toBe('staging');
  });

  test.each([
    'production',
    '',
    'pr-',
    'pr-0',
    'pr-12a',
    'branch-',
    'branch-A',
    'branch-a-',
    `branch-${'a'.repeat(33)}`,
  ])("the unknown name '%s' fails with the known ones and how ephemeral ones are named", (name) => {
    expect(() => findEnvironment(name)).toThrow(
      new Error(
        `Unknown environment '${name}'. Known environments: dev, staging, prod, and ephemeral ones: ` +
          'pr-NUMBER, or branch-NAME with up to 32 of a-z, 0-9 and -',
      ),
    );
  });

  test.each(['staging', 'prod'])('%s keeps its data whatever happens to its stack', (name) => {
    expect(findEnvironment(name).data).toMatchObject({
      removalPolicy: 'retain',
      terminationProtection: true,
      deletionProtection: true,
      pointInTimeRecovery: true,
    });
  });

  test.each(['dev', 'pr-123', 'branch-fix-1'])('%s leaves nothing behind', (name) => {
    expect(findEnvironment(name).data).toMatchObject({
      removalPolicy: 'destroy',
      terminationProtection: false,
      deletionProtection: false,
    });
  });

  test.each(['pr-123', `branch-${'a'.repeat(32)}`])('%s may cost less than dev, and keeps less', (name) => {
    const [ephemeral, dev] = [findEnvironment(name), findEnvironment('dev')];

    expect(ephemeral.name).toBe(name);
    expect(ephemeral.data.maxReadUnits).toBeLessThan(dev.data.maxReadUnits);
    expect(ephemeral.data.maxWriteUnits).toBe(dev.data.maxWriteUnits);
    expect(ephemeral.throttle).toEqual(dev.throttle);
    expect(ephemeral.logRetentionDays).toBe(1);
    expect(ephemeral.accounts).toEqual({ journalSeconds: 21_600, expiresInSeconds: 86_400 });
    expect(ephemeral.operations).toBeUndefined();
  });
});

describe('defineEnvironment', () => {
  test('takes good settings as they are, and fills in what is left out', () => {
    expect(defineEnvironment(settings)).toEqual({ ...settings, ...defaults });
  });

  test('takes everything', () => {
    const full = {
      ...settings,
      account: '111122223333',
      region: 'ap-southeast-2',
      domain: {
        ...domain,
        certificateArn:
          'arn:aws:acm:ap-southeast-2:111122223333:certificate/12345678-90ab-cdef-1234-567890abcdef',
      },
      exposure: {
        kind: 'protected',
        allowedNetworks: ['203.0.113.0/24', '2001:db8::/32'],
        requestsPer5Minutes: 500,
      },
      memory: {
        getSessionsMegabytes: 2_048,
        controlMegabytes: 256,
        sliceCacheMegabytes: 896,
        rowCacheMegabytes: 128,
      },
      accounts: { journalSeconds: 3_600, expiresInSeconds: 604_800 },
      unattributedRequests: { keep: 100, perMinute: 10 },
      console: false,
      seed: { accountId: 'default', scenario: 'demo', bots: [{ botId: 'st-1', name: 'Support' }] },
      operations: { alarmEmail: 'team@example.com', thresholds: { latencyP99Ms: 2_000 } },
      controlKeyRotationDays: 90,
    } as const satisfies EnvironmentSettings;

    expect(defineEnvironment(full)).toEqual(full);
  });

  test.each([
    ['open', { kind: 'open' }],
    ['protected', { kind: 'protected', requestsPer5Minutes: 10_000 }],
  ] as const)("exposure '%s' stands for its defaults", (exposure, expected) => {
    expect(defineEnvironment({ ...settings, exposure }).exposure).toEqual(expected);
  });

  test.each<Exposure>([
    { kind: 'private', vpcEndpointIds: ['vpce-0a1b2c3d4e5f6a7b8'] },
    { kind: 'private', vpcId: 'vpc-0a1b2c3d' },
  ])('a private exposure names endpoints or a VPC: %o', (exposure) => {
    expect(defineEnvironment({ ...settings, exposure }).exposure).toEqual(exposure);
  });

  test('a threshold of an alarm that is left out has its default', () => {
    const thresholds = alarmThresholds({ thresholds: { serverErrors: 20 } });

    expect(thresholds).toEqual({ ...alarmThresholds({}), serverErrors: 20 });
    expect(thresholds.latencyP99Ms).toBe(5_000);
  });

  const wrongs: [string, Record<string, unknown>, string][] = [
    ['name', { name: 'Sand_box' }, 'name: must be 2 to 40 of a-z, 0-9 and -, a letter first'],
    [
      'name of the stacks of roles',
      { name: 'github' },
      'name: must not be github: the stacks of its name are the roles of GitHub',
    ],
    ['account', { account: '1234' }, 'account: must be 12 digits'],
    ['region', { region: 'Frankfurt' }, 'region: must be an AWS region such as eu-central-1'],
    ['throttle', { throttle: { rate: 0, burst: 5 } }, 'throttle.rate: Too small: expected number to be >=1'],
    ['e-mail', { operations: { alarmEmail: 'nobody' } }, 'operations.alarmEmail: Invalid email address'],
    [
      'alarm topic',
      { operations: { alarmTopicArn: 'alarms' } },
      'operations.alarmTopicArn: must be the ARN of an SNS topic',
    ],
    [
      'alarm topic beside an e-mail',
      {
        operations: {
          alarmEmail: 'a@example.com',
          alarmTopicArn: 'arn:aws:sns:eu-west-1:111122223333:alarms',
        },
      },
      'operations.alarmTopicArn: must not be given beside operations.alarmEmail: subscribe the address to the topic instead',
    ],
    [
      'threshold',
      { operations: { thresholds: { serverErrors: 0 } } },
      'operations.thresholds.serverErrors: Too small: expected number to be >=1',
    ],
    [
      'unit cap',
      { data: { ...settings.data, maxReadUnits: 1.5 } },
      'data.maxReadUnits: Invalid input: expected int, received number',
    ],
    [
      'deletion protection of what is to be removed',
      { data: { ...settings.data, deletionProtection: true } },
      "data.deletionProtection: must be false where data.removalPolicy is 'destroy': the table could not be removed",
    ],
    [
      'termination protection of what is to be removed',
      { data: { ...settings.data, terminationProtection: true } },
      "data.terminationProtection: must be false where data.removalPolicy is 'destroy': the stack could not be removed",
    ],
    [
      'host name',
      { domain: { ...domain, name: 'https://kore.example.com' } },
      'domain.name: must be a host name in lower case, such as kore.example.com',
    ],
    [
      'host name of another zone',
      { domain: { ...domain, name: 'kore.badexample.com' } },
      'domain.name: must be domain.zoneName or end with it: the records go into that zone',
    ],
    [
      'hosted zone',
      { domain: { ...domain, hostedZoneId: 'example.com' } },
      'domain.hostedZoneId: must be the id of a hosted zone, such as Z0123456789ABC',
    ],
    [
      'certificate',
      { domain: { ...domain, certificateArn: 'arn:aws:iam::111122223333:server-certificate/x' } },
      'domain.certificateArn: must be the ARN of a certificate in AWS Certificate Manager',
    ],
    [
      "certificate's region",
      {
        region: 'eu-central-1',
        domain: { ...domain, certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1' },
      },
      'domain.certificateArn: must be a certificate of eu-central-1, the region of the environment',
    ],
    [
      'domain of a private API',
      { domain, exposure: { kind: 'private', vpcId: 'vpc-0a1b2c3d' } },
      'domain: must be left out where exposure is private: such an API is reached through its VPC endpoint',
    ],
    [
      'private exposure that names no VPC',
      { exposure: { kind: 'private' } },
      'exposure.vpcEndpointIds: must be given, or vpcId: a private API answers nobody else',
    ],
    [
      'exposure in one word that says too little',
      { exposure: 'private' },
      'exposure.vpcEndpointIds: must be given, or vpcId: a private API answers nobody else',
    ],
    ['kind of exposure', { exposure: 'public' }, 'exposure.kind: must be open, protected or private'],
    [
      'network',
      { exposure: { kind: 'protected', allowedNetworks: ['203.0.113.7/24', '203.0.113.7'] } },
      'exposure.allowedNetworks.1: must be a network such as 203.0.113.0/24 or 2001:db8::/32',
    ],
    [
      'network of everyone',
      { exposure: { kind: 'protected', allowedNetworks: ['0.0.0.0/0'] } },
      'exposure.allowedNetworks.0: must not be /0: leave allowedNetworks out to let everyone in',
    ],
    [
      'network of an open API',
      { exposure: { kind: 'open', allowedNetworks: ['203.0.113.0/24'] } },
      'exposure.allowedNetworks: is not a known field',
    ],
    [
      'size of the slice cache',
      { memory: { getSessionsMegabytes: 512, sliceCacheMegabytes: 200 } },
      'memory.sliceCacheMegabytes: must, with memory.rowCacheMegabytes, be at most half of ' +
        'memory.getSessionsMegabytes: answers need memory as well',
    ],
    [
      'expiry of accounts',
      { accounts: { expiresInSeconds: 0 } },
      'accounts.expiresInSeconds: Too small: expected number to be >=1',
    ],
    [
      'expiry of the journal',
      { accounts: { journalSeconds: 59 } },
      'accounts.journalSeconds: Too small: expected number to be >=60',
    ],
    [
      'seed without sessions',
      { seed: { accountId: 'default' } },
      'seed.scenario: must be given, or file, and not both',
    ],
    [
      'seed of two kinds',
      { seed: { accountId: 'default', scenario: 'demo', file: 'sessions.json' } },
      'seed.scenario: must be given, or file, and not both',
    ],
    [
      'rotation',
      { controlKeyRotationDays: 0 },
      'controlKeyRotationDays: Too small: expected number to be >=1',
    ],
  ];

  test.each(wrongs)('a wrong %s is refused with the field and the environment named', (_, wrong, message) => {
    const given = { ...settings, ...wrong };

    expect(() => defineEnvironment(given as EnvironmentSettings)).toThrow(
      new Error(`Environment '${given.name}': ${message}`),
    );
  });

  test('a retention that CloudWatch does not have is refused', () => {
    const wrong = { ...settings, logRetentionDays: 8 } as unknown as EnvironmentSettings;

    expect(() => defineEnvironment(wrong)).toThrow(/^Environment 'sandbox': logRetentionDays: /);
  });

  test('a scenario that does not exist is refused with the list of those that do', () => {
    const wrong = { ...settings, seed: { accountId: 'default', scenario: 'demos' } };

    expect(() => defineEnvironment(wrong as EnvironmentSettings)).toThrow(
      /^Environment 'sandbox': seed\.scenario: .*"demo"\|"quiet"/,
    );
  });

  test('unknown and missing fields are named together', () => {
    const wrong = { ...settings, retention: 3, throttle: { rate: 10 } } as unknown as EnvironmentSettings;

    expect(() => defineEnvironment(wrong)).toThrow(
      new Error(
        "Environment 'sandbox': throttle.burst: Invalid input: expected number, received undefined; " +
          'retention: is not a known field',
      ),
    );
  });
});
