import { describe, expect, test } from 'vitest';
import type { Environment } from '../../../infra/aws/environments/index.ts';
import { environments, findEnvironment } from '../../../infra/aws/environments/index.ts';
import recorded from './lasting.json' with { type: 'json' };
import { compareLasting, type ResourceTemplate } from './lasting.ts';
import { synthesize } from './synthesize.ts';

type Part = keyof typeof recorded;

const domain = { name: 'kore.example.com', hostedZoneId: 'Z0123456789ABC', zoneName: 'example.com' };

/** The templates of an environment by the part of it that they make. */
function templatesOf(environment: Environment): Record<Part, ResourceTemplate> {
  const { data, api, domain: named } = synthesize({ ...environment, domain });
  if (!named) throw new Error('The environment has no domain stack.');
  return {
    data: data.toJSON() as ResourceTemplate,
    api: api.toJSON() as ResourceTemplate,
    domain: named.toJSON() as ResourceTemplate,
  };
}

const open = [...environments, findEnvironment('pr-1')].map((environment) => ({
  ...environment,
  exposure: { kind: 'open' as const },
}));

/**
 * What is deployed must survive every ordinary update. Where this fails, the change would lose data, the control
 * key or the URL; lasting.json is to be changed only where that is wanted.
 */
describe.each(open)('an update of $name keeps the table, the key and the URL:', (environment) => {
  const templates = templatesOf(environment);

  test.each<Part>(['data', 'api', 'domain'])('the %s stack', (part) => {
    expect(compareLasting(recorded[part], templates[part])).toEqual([]);
  });
});

describe('a template that would not keep them is refused:', () => {
  const templates = templatesOf(findEnvironment('prod'));
  const [table, secret] = ['StoreTable0CCFA19B', 'StoreControlKey9BADA2AD'];

  /** A template whose resource is another one; gone where nothing is given. */
  function changed(
    part: Part,
    logicalId: string,
    change?: (properties: Readonly<Record<string, unknown>>) => Record<string, unknown>,
  ): ResourceTemplate {
    const { [logicalId]: resource, ...others } = templates[part].Resources;
    if (!resource) throw new Error(`${part} has no ${logicalId}.`);
    if (!change) return { Resources: others };
    return {
      Resources: { ...others, [logicalId]: { ...resource, Properties: change(resource.Properties ?? {}) } },
    };
  }

  test.each([
    ['KeySchema', () => [{ AttributeName: 'id', KeyType: 'HASH' }]],
    ['TableName', () => 'sessions'],
    ['LocalSecondaryIndexes', () => [{ IndexName: 'other' }]],
    ['AttributeDefinitions', () => [{ AttributeName: 'pk', AttributeType: 'B' }]],
  ])('the table with another %s', (property, value) => {
    const template = changed('data', table, (properties) => ({ ...properties, [property]: value() }));

    expect(compareLasting(recorded.data, template)).toEqual([
      `${table} (AWS::DynamoDB::GlobalTable) would be replaced, because its ${property} differs: ` +
        'every account and every session would be lost.',
    ]);
  });

  test.each([
    ['Name', 'replaced', 'control-key'],
    ['GenerateSecretString', 'made anew', { PasswordLength: 41, ExcludePunctuation: true }],
  ])('the secret with another %s', (property, what, value) => {
    const template = changed('data', secret, (properties) => ({ ...properties, [property]: value }));

    expect(compareLasting(recorded.data, template)).toEqual([
      `${secret} (AWS::SecretsManager::Secret) would be ${what}, because its ${property} differs: ` +
        'the control key would change for everyone who uses it.',
    ]);
  });

  test('an API of another protocol', () => {
    const [api = ''] = Object.keys(recorded.api);
    const template = changed('api', api, (properties) => ({ ...properties, ProtocolType: 'WEBSOCKET' }));

    expect(compareLasting(recorded.api, template)).toEqual([
      `${api} (AWS::ApiGatewayV2::Api) would be replaced, because its ProtocolType differs: the URL would change.`,
    ]);
  });

  test.each([
    ['data', table],
    ['data', secret],
    ...Object.keys(recorded.api).map((logicalId) => ['api', logicalId] as const),
    ...Object.keys(recorded.domain).map((logicalId) => ['domain', logicalId] as const),
  ] as const)('a %s stack without its %s', (part, logicalId) => {
    expect(compareLasting(recorded[part], changed(part, logicalId))).toEqual([
      expect.stringMatching(
        new RegExp(
          `^${logicalId} \\(AWS::.+\\) would be removed, because the template has no such resource any more: `,
        ),
      ),
    ]);
  });

  test('a table that was renamed is one that goes and one that comes', () => {
    const { [table]: resource, ...others } = templates.data.Resources;
    const renamed = { Resources: { ...others, ...(resource && { StoreSessions12345678: resource }) } };

    expect(compareLasting(recorded.data, renamed)).toEqual([
      expect.stringMatching(/^StoreTable0CCFA19B .+ has one been renamed or moved\?$/),
      'StoreSessions12345678 (AWS::DynamoDB::GlobalTable) is new: record it, so that it is watched from now on.',
    ]);
  });

  test.each([
    ['another cap', { WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: 1 } }],
    [
      'another index',
      { AttributeDefinitions: [...attributesOf(templates.data, table), { AttributeName: 'new' }] },
    ],
  ])('but not one whose table has %s', (_, properties) => {
    const template = changed('data', table, (before) => ({ ...before, ...properties }));

    expect(compareLasting(recorded.data, template)).toEqual([]);
  });
});

function attributesOf({ Resources }: ResourceTemplate, logicalId: string): unknown[] {
  const attributes = Resources[logicalId]?.Properties?.['AttributeDefinitions'];
  return Array.isArray(attributes) ? attributes : [];
}
