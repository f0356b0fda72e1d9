import { describe, expect, test } from 'vitest';
import { defineEnvironment, environments, findEnvironment } from '../../../infra/aws/environments/index.ts';

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
} as const;

describe('the environments', () => {
  test('are dev, staging and prod, in the order in which changes travel', () => {
    expect(environments.map(({ name }) => name)).toEqual(['dev', 'staging', 'prod']);
  });

  test('are found by name', () => {
    expect(findEnvironment('staging').name).toBe('staging');
  });

  test('an unknown name fails with the list of the known ones', () => {
    expect(() => findEnvironment('production')).toThrow(
      new Error("Unknown environment 'production'. Known environments: dev, staging, prod"),
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

  test('dev leaves nothing behind', () => {
    expect(findEnvironment('dev').data).toMatchObject({
      removalPolicy: 'destroy',
      terminationProtection: false,
      deletionProtection: false,
    });
  });
});

describe('defineEnvironment', () => {
  test('takes good settings as they are', () => {
    expect(defineEnvironment(settings)).toEqual(settings);
  });

  test('takes an account, a region and an alarm e-mail', () => {
    const full = {
      ...settings,
      account: '111122223333',
      region: 'ap-southeast-2',
      operations: { alarmEmail: 'team@example.com' },
    };

    expect(defineEnvironment(full)).toEqual(full);
  });

  test.each([
    ['name', { name: 'Sand_box' }, 'name: must be 1 to 20 of a-z, 0-9 and -, a letter first'],
    ['account', { account: '1234' }, 'account: must be 12 digits'],
    ['region', { region: 'Frankfurt' }, 'region: must be an AWS region such as eu-central-1'],
    ['throttle', { throttle: { rate: 0, burst: 5 } }, 'throttle.rate: Too small: expected number to be >=1'],
    ['e-mail', { operations: { alarmEmail: 'nobody' } }, 'operations.alarmEmail: Invalid email address'],
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
  ])('a wrong %s is refused with the field and the environment named', (_, wrong, message) => {
    const { name } = { ...settings, ...wrong };

    expect(() => defineEnvironment({ ...settings, ...wrong })).toThrow(
      new Error(`Environment '${name}': ${message}`),
    );
  });

  test('a retention that CloudWatch does not have is refused', () => {
    const wrong = { ...settings, logRetentionDays: 8 } as unknown as typeof settings;

    expect(() => defineEnvironment(wrong)).toThrow(/^Environment 'sandbox': logRetentionDays: /);
  });

  test('unknown and missing fields are named together', () => {
    const wrong = { ...settings, retention: 3, throttle: { rate: 10 } } as unknown as typeof settings;

    expect(() => defineEnvironment(wrong)).toThrow(
      new Error(
        "Environment 'sandbox': throttle.burst: Invalid input: expected number, received undefined; " +
          'retention: is not a known field',
      ),
    );
  });
});
