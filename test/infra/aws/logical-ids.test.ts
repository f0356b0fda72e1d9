import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { dev } from '../../../infra/aws/environments/dev.ts';
import {
  defineEnvironment,
  type Environment,
  environments,
  findEnvironment,
} from '../../../infra/aws/environments/index.ts';
import { prod } from '../../../infra/aws/environments/prod.ts';
import { KoreSessionsEmulator } from '../../../infra/aws/library/kore-sessions-emulator.ts';
import { guarded } from './exposures.ts';
import recorded from './logical-ids.json' with { type: 'json' };
import { synthesize } from './synthesize.ts';

const domain = { name: 'kore.example.com', hostedZoneId: 'Z0123456789ABC', zoneName: 'example.com' };

/** Environments that between them have every setting that adds resources, by what they show. */
const cases: Readonly<Record<string, Environment>> = {
  ...Object.fromEntries(environments.map((environment) => [environment.name, environment])),
  'pr-1': findEnvironment('pr-1'),
  ...Object.fromEntries(Object.entries(guarded).map(([name, environment]) => [`prod ${name}`, environment])),
  'prod domain': defineEnvironment({ ...prod, domain }),
  'prod domain protected': defineEnvironment({ ...prod, domain, exposure: 'protected' }),
  'dev rotation, alarm e-mail': defineEnvironment({
    ...dev,
    controlKeyRotationDays: 30,
    operations: { alarmEmail: 'team@example.com' },
  }),
};

/** Type by logical id. The id of a deployment of a REST API ends with a hash of what it deploys, which may differ. */
function idsOf(template: Template): Record<string, string> {
  const { Resources } = template.toJSON() as { Resources: Record<string, { Type: string }> };
  const ids = Object.entries(Resources).map(([id, { Type }]) => [
    Type === 'AWS::ApiGateway::Deployment' ? id.replace(/[0-9a-f]{32}$/, '') : id,
    Type,
  ]);
  return Object.fromEntries(ids.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)));
}

function templatesOf(environment: Environment): Record<string, Template> {
  const { data, api, domain, operations } = synthesize(environment);
  return { data, api, ...(domain && { domain }), ...(operations && { operations }) };
}

function ofTheConstruct(): Template {
  const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Own');
  new KoreSessionsEmulator(stack, 'Emulator');
  return Template.fromStack(stack);
}

/** What `logical-ids.json` says of a stack; several stacks have the same resources. */
function recordOf(stack: string): Record<string, string> | undefined {
  return recorded.find(({ stacks }) => stacks.includes(stack))?.resources as
    | Record<string, string>
    | undefined;
}

/** Every stack, by the name that `logical-ids.json` gives it. */
const made = new Map<string, Template>([
  ...Object.entries(cases).flatMap(([name, environment]) =>
    Object.entries(templatesOf(environment)).map(
      ([part, template]) => [`${name} ${part}`, template] as const,
    ),
  ),
  ['construct', ofTheConstruct()],
]);

/**
 * CloudFormation takes a resource with another logical id for another resource, and replaces what is deployed. A
 * resource that is added is to be added to the record as well; one that is recorded must stay.
 */
describe('the logical ids are those that are deployed:', () => {
  test.each([...made])('%s', (stack, template) => {
    expect(idsOf(template)).toEqual(recordOf(stack));
  });

  test('every recorded stack is still made', () => {
    expect(recorded.flatMap(({ stacks }) => stacks).toSorted()).toEqual([...made.keys()].toSorted());
  });
});
