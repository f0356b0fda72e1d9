import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { guarded, prodWith } from './exposures.ts';
import { synthesize } from './synthesize.ts';

const templates = Object.entries(guarded).map(
  ([name, environment]) => [name, synthesize(environment).api, environment] as const,
);

const apiIn = (template: Template) => {
  const [[id, api] = ['', {}], ...others] = Object.entries(
    template.findResources('AWS::ApiGateway::RestApi'),
  );
  expect(others).toEqual([]);
  return { id, properties: (api as { Properties: Record<string, unknown> }).Properties };
};

describe.each(templates)('the REST API of an environment: %s', (_, api, environment) => {
  test('takes the place of the HTTP API', () => {
    api.resourceCountIs('AWS::ApiGatewayV2::Api', 0);
    api.resourceCountIs('AWS::ApiGateway::RestApi', 1);
  });

  test('hands everything under /_emulator to control and all the rest to get-sessions, any method', () => {
    const resources = api.findResources('AWS::ApiGateway::Resource');
    const pathOf = (id: { Ref?: string }): string => {
      const resource = id.Ref === undefined ? undefined : resources[id.Ref];
      return resource ? `${pathOf(resource['Properties'].ParentId)}/${resource['Properties'].PathPart}` : '';
    };
    const routes = Object.values(api.findResources('AWS::ApiGateway::Method')).map(({ Properties }) => {
      expect(Properties).toMatchObject({ HttpMethod: 'ANY', AuthorizationType: 'NONE' });
      expect(Properties.Integration).toMatchObject({ Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST' });
      const [lambda] =
        JSON.stringify(Properties.Integration.Uri).match(/(GetSessions|Control)(?=Function)/) ?? [];
      return [pathOf(Properties.ResourceId) || '/', lambda];
    });

    expect(Object.fromEntries(routes)).toEqual({
      '/': 'GetSessions',
      '/{proxy+}': 'GetSessions',
      '/_emulator': 'Control',
      '/_emulator/{proxy+}': 'Control',
    });
  });

  test('has its requests traced', () => {
    api.hasResourceProperties('AWS::ApiGateway::Stage', { TracingEnabled: true });
  });

  test('takes every body as the bytes it is', () => {
    expect(apiIn(api).properties['BinaryMediaTypes']).toEqual(['*/*']);
  });

  test('may invoke the functions through its stage only', () => {
    const permissions = Object.values(api.findResources('AWS::Lambda::Permission'));
    const ofRules = permissions.filter(({ Properties }) => Properties.Principal === 'events.amazonaws.com');
    expect(ofRules.map(({ Properties }) => Properties)).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': [expect.stringMatching(/^ControlFunction/), 'Arn'] },
        Principal: 'events.amazonaws.com',
        SourceArn: { 'Fn::GetAtt': [expect.stringMatching(/^RemovalsRule/), 'Arn'] },
      },
    ]);
    const others = permissions.filter((permission) => !ofRules.includes(permission));
    expect(others).toHaveLength(4);
    for (const { Properties } of others) {
      expect(Properties.Principal).toBe('apigateway.amazonaws.com');
      const source = JSON.stringify(Properties.SourceArn);
      expect(source).toContain(`"${apiIn(api).id}"`);
      expect(source).toContain('DeploymentStagelive');
      expect(source).not.toContain('test-invoke-stage');
    }
  });

  test('has one stage with the throttles of the environment', () => {
    api.resourceCountIs('AWS::ApiGateway::Stage', 1);
    api.hasResourceProperties('AWS::ApiGateway::Stage', {
      StageName: 'live',
      MethodSettings: [
        {
          HttpMethod: '*',
          ResourcePath: '/*',
          DataTraceEnabled: false,
          ThrottlingRateLimit: environment.throttle.rate,
          ThrottlingBurstLimit: environment.throttle.burst,
        },
      ],
    });
  });

  test('writes an access log of JSON lines without headers', () => {
    const [stage] = Object.values(api.findResources('AWS::ApiGateway::Stage'));
    const format: Record<string, string> = JSON.parse(stage?.['Properties'].AccessLogSetting.Format);

    expect(format).toMatchObject({ requestId: '$context.requestId', status: '$context.status' });
    expect(Object.values(format).filter((value) => !/^\$context(\.\w+)+$/.test(value))).toEqual([]);
    expect(JSON.stringify(format)).not.toMatch(/header/i);
    api.hasResource('AWS::Logs::LogGroup', {
      Properties: {
        LogGroupName: '/aws/vendedlogs/kore-sessions-emulator/prod/rest-access',
        RetentionInDays: environment.logRetentionDays,
      },
      DeletionPolicy: 'Delete',
    });
  });

  test('leaves the account’s setting for logs alone', () => {
    api.resourceCountIs('AWS::ApiGateway::Account', 0);
  });

  test('is the same one in every variant: an update between them keeps it', () => {
    expect(apiIn(api).id).toBe('RestApi79D61EE8');
    expect(apiIn(api).properties['Name']).toBe('kore-sessions-emulator-prod');
  });
});

describe('what API Gateway answers by itself', () => {
  const [[, api] = []] = templates;
  const answers = Object.values(api?.findResources('AWS::ApiGateway::GatewayResponse') ?? {}).map(
    ({ Properties }) => ({
      type: String(Properties.ResponseType),
      status: Properties.StatusCode === undefined ? undefined : Number(Properties.StatusCode),
      reason: String(Properties.ResponseParameters['gatewayresponse.header.x-emulator-reason']),
      body: JSON.parse(Properties.ResponseTemplates['application/json']),
    }),
  );
  const answer = (wanted: string) => answers.find(({ type }) => type === wanted);

  test.each([
    ['THROTTLED', 429, 429, /^You've exceeded the per-minute rate limit/],
    ['WAF_FILTERED', 403, 403, /^Forbidden$/],
    ['ACCESS_DENIED', 403, 403, /^Forbidden$/],
    ['REQUEST_TOO_LARGE', 413, 413, /^Payload Too Large$/],
    ['MISSING_AUTHENTICATION_TOKEN', 405, 405, /^Method Not Allowed$/],
    ['DEFAULT_4XX', undefined, 400, /^Bad Request$/],
    ['DEFAULT_5XX', undefined, 500, /^Internal Server Error$/],
  ])('has the vendor’s shape: %s', (type, status, code, msg) => {
    expect(answer(type)).toMatchObject({
      status,
      body: { errors: [{ code, msg: expect.stringMatching(msg) }] },
    });
  });

  test('says why in x-emulator-reason, as a literal that API Gateway accepts', () => {
    expect(answers).toHaveLength(7);
    for (const { reason } of answers) expect(reason).toMatch(/^'gateway_[a-z_]+: [^']+[.?]'$/);
  });
});

describe('the URL that is published', () => {
  const urlOf = (name: keyof typeof guarded): unknown => {
    const [, api] = templates.find(([candidate]) => candidate === name) ?? [];
    const parameter = Object.values(api?.findResources('AWS::SSM::Parameter') ?? {}).find(({ Properties }) =>
      Properties.Name.endsWith('/url'),
    );
    const value = parameter?.['Properties'].Value;
    api?.hasOutput('Url', { Value: value });
    return value;
  };
  const restApi = { Ref: 'RestApi79D61EE8' };
  const stage = { Ref: expect.stringMatching(/^RestApiDeploymentStagelive/) };
  const rest = [{ Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/', stage];

  test.each(['protected', 'networks', 'vpc'] as const)(
    'has the stage and no slash at its end: %s',
    (name) => {
      expect(urlOf(name)).toEqual({ 'Fn::Join': ['', ['https://', restApi, '.execute-api.', ...rest]] });
    },
  );

  test('names the first endpoint where there are any, so that it is known without private DNS', () => {
    const host = '-vpce-0a1b2c3d.execute-api.';
    expect(urlOf('endpoints')).toEqual({ 'Fn::Join': ['', ['https://', restApi, host, ...rest]] });
  });
});

describe('a protected environment with a host name of its own', () => {
  const domain = { name: 'kore.example.com', hostedZoneId: 'Z0123456789ABC', zoneName: 'example.com' };
  const { api } = synthesize({ ...guarded.protected, domain });

  test('maps the stage to it, without a path, and publishes it as the URL', () => {
    api.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', {
      ApiId: { Ref: 'RestApi79D61EE8' },
      Stage: { Ref: Match.stringLikeRegexp('^RestApiDeploymentStagelive') },
      DomainName: domain.name,
      ApiMappingKey: Match.absent(),
    });
    api.hasOutput('Url', { Value: 'https://kore.example.com' });
  });
});

describe('a private API', () => {
  test.each([
    ['vpc', { 'aws:SourceVpc': 'vpc-0a1b2c3d' }],
    ['endpoints', { 'aws:SourceVpce': ['vpce-0a1b2c3d', 'vpce-1a2b3c4d'] }],
  ] as const)('lets nobody in but those from its %s', (name, condition) => {
    const [, api] = templates.find(([candidate]) => candidate === name) ?? [];
    api?.hasResourceProperties('AWS::ApiGateway::RestApi', {
      EndpointConfiguration: {
        Types: ['PRIVATE'],
        ...(name === 'endpoints' ? { VpcEndpointIds: ['vpce-0a1b2c3d', 'vpce-1a2b3c4d'] } : {}),
      },
      Policy: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: '*' },
            Action: 'execute-api:Invoke',
            Resource: 'execute-api:/*',
            Condition: Match.exact({ StringEquals: condition }),
          },
        ],
      },
    });
    api?.resourceCountIs('AWS::WAFv2::WebACL', 0);
  });

  test('asks for both where endpoint and VPC are given', () => {
    const both = synthesize(
      prodWith({ kind: 'private', vpcId: 'vpc-0a1b2c3d', vpcEndpointIds: ['vpce-0a1b2c3d'] }),
    );
    const policy = apiIn(both.api).properties['Policy'] as { Statement: { Condition: unknown }[] };
    expect(policy.Statement.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { 'aws:SourceVpc': 'vpc-0a1b2c3d', 'aws:SourceVpce': ['vpce-0a1b2c3d'] } },
    ]);
  });
});
