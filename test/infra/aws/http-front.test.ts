import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { environments } from '../../../infra/aws/environments/index.ts';
import { synthesize } from './synthesize.ts';

describe.each(environments)('the HTTP API of $name', (environment) => {
  const { api, stage } = synthesize(environment);

  test('says at synthesis that no firewall guards it, which fails nothing', () => {
    const said = stage.api.node
      .findAll()
      .flatMap(({ node }) => node.metadata)
      .filter(({ type }) => type === 'aws:cdk:warning')
      .map(({ data }) => String(data));

    expect(said).toEqual([expect.stringContaining(`${environment.name} is open: anyone may call it`)]);
  });

  test('hands everything under /_emulator to control and all the rest to get-sessions', () => {
    const integrations = api.findResources('AWS::ApiGatewayV2::Integration');
    const functionOf = (target: { 'Fn::Join': [string, [string, { Ref: string }]] }): string =>
      integrations[target['Fn::Join'][1][1].Ref]?.['Properties'].IntegrationUri['Fn::GetAtt'][0];
    const routes = Object.values(api.findResources('AWS::ApiGatewayV2::Route')).map(({ Properties }) => [
      Properties.RouteKey,
      functionOf(Properties.Target).replace(/Function\w+$/, ''),
    ]);

    expect(Object.fromEntries(routes)).toEqual({
      $default: 'GetSessions',
      'ANY /_emulator': 'Control',
      'ANY /_emulator/{proxy+}': 'Control',
    });
  });

  test('speaks payload format 2.0 and leaves refusals and preflight to the functions', () => {
    api.allResourcesProperties('AWS::ApiGatewayV2::Integration', {
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '2.0',
    });
    api.resourceCountIs('AWS::ApiGatewayV2::Authorizer', 0);
    api.allResourcesProperties('AWS::ApiGatewayV2::Api', { CorsConfiguration: Match.absent() });
  });

  test('has the $default stage, so no prefix in the path, with the throttles of the environment', () => {
    api.resourceCountIs('AWS::ApiGatewayV2::Stage', 1);
    api.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: {
        ThrottlingRateLimit: environment.throttle.rate,
        ThrottlingBurstLimit: environment.throttle.burst,
      },
    });
  });

  test('writes an access log of JSON lines without headers', () => {
    const [stage] = Object.values(api.findResources('AWS::ApiGatewayV2::Stage'));
    const format: Record<string, string> = JSON.parse(stage?.['Properties'].AccessLogSettings.Format);

    expect(format).toMatchObject({ requestId: '$context.requestId', status: '$context.status' });
    expect(Object.values(format).filter((value) => !/^\$context(\.\w+)+$/.test(value))).toEqual([]);
    expect(JSON.stringify(format)).not.toMatch(/header/i);
    api.hasResource('AWS::Logs::LogGroup', {
      Properties: {
        LogGroupName: `/aws/vendedlogs/kore-sessions-emulator/${environment.name}/access`,
        RetentionInDays: environment.logRetentionDays,
      },
      DeletionPolicy: 'Delete',
    });
  });

  test('publishes its URL as an output and as an SSM parameter', () => {
    const [id] = Object.keys(api.findResources('AWS::ApiGatewayV2::Api'));
    const url = { 'Fn::GetAtt': [id, 'ApiEndpoint'] };

    api.hasOutput('Url', { Value: url });
    api.hasResourceProperties('AWS::SSM::Parameter', {
      Name: `/kore-sessions-emulator/${environment.name}/url`,
      Type: 'String',
      Value: url,
    });
  });
});
