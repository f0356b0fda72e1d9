import { Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Environment, environments } from '../../../infra/aws/environments/index.ts';
import { prod } from '../../../infra/aws/environments/prod.ts';
import { guarded } from './exposures.ts';
import { stageOf, withApp } from './synthesize.ts';

const prodWithEmail = { ...prod, operations: { alarmEmail: 'team@example.com' } };

const synth = (environment: Environment) => withApp([environment], (app) => app.synth());

/** What the rules find, as `rule at construct`. */
const findings = (environment: Environment) =>
  withApp([environment], (app) =>
    new AwsSolutionsChecks()
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
      ),
  );

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the AWS Solutions rules', () => {
  test.each([
    ...environments.map((environment) => [environment.name, environment] as const),
    ['prod with an alarm e-mail', prodWithEmail] as const,
    ...Object.entries(guarded).map(([name, environment]) => [`prod, ${name}`, environment] as const),
  ])('find nothing unacknowledged in %s', (_, environment) => {
    expect(findings(environment)).toEqual([]);
  });

  // `cdk synth` ends with exit code 0 whatever they find; in a test, synthesis throws.
  test('are in force: synthesis fails on a finding, and on nothing else', () => {
    expect(() => synth(prod)).not.toThrow();
    const synthWithBucket = () =>
      withApp([prod], (app) => {
        new Bucket(new Stack(stageOf(app, prod), 'extra'), 'Unlogged');
        app.synth();
      });

    expect(synthWithBucket).toThrow(/AwsSolutions-S1\b/);
  });

  test.each([
    ['AwsSolutions-APIG4', prod, 3],
    ['AwsSolutions-IAM5[Resource::*]', prod, 2],
    ['AwsSolutions-SMG4', prod, 1],
    ['AwsSolutions-APIG2', guarded.protected, 1],
    ['AwsSolutions-APIG4', guarded.protected, 4],
    ['AwsSolutions-APIG6', guarded.protected, 1],
    ['AwsSolutions-COG4', guarded.protected, 4],
    ['AwsSolutions-APIG3', guarded.vpc, 1],
  ])('would find %s were it not acknowledged', (rule, environment, count) => {
    const acknowledge = Validations.prototype.acknowledge;
    vi.spyOn(Validations.prototype, 'acknowledge').mockImplementation(function (this: Validations, ...rules) {
      acknowledge.apply(
        this,
        rules.filter(({ id }) => id !== rule),
      );
    });

    expect(findings(environment).filter((finding) => finding.startsWith(rule))).toHaveLength(count);
  });
});
