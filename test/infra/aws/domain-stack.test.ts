import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { dev } from '../../../infra/aws/environments/dev.ts';
import type { Environment } from '../../../infra/aws/environments/index.ts';
import { prod } from '../../../infra/aws/environments/prod.ts';
import { stageOf, synthesize, withApp } from './synthesize.ts';

const name = 'kore.test.example.com';
const domain = { name, hostedZoneId: 'Z0123456789ABC', zoneName: 'example.com' };
const certificateArn = 'arn:aws:acm:eu-central-1:111122223333:certificate/12345678-90ab';
const withDomain: Environment = { ...dev, domain };

function domainOf(environment: Environment): Template {
  const { domain } = synthesize(environment);
  if (!domain) throw new Error('The environment has no domain stack.');
  return domain;
}

describe('an environment with a host name', () => {
  const { stage, api } = synthesize(withDomain);
  const template = domainOf(withDomain);

  test('has the name, over IPv4 and IPv6 and TLS 1.2', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainName: name,
      DomainNameConfigurations: [
        Match.objectLike({
          EndpointType: 'REGIONAL',
          IpAddressType: 'dualstack',
          CertificateArn: { Ref: Match.stringLikeRegexp('^Certificate') },
        }),
      ],
    });
  });

  test('has a certificate that a record in the zone proves', () => {
    template.hasResourceProperties('AWS::CertificateManager::Certificate', {
      DomainName: name,
      ValidationMethod: 'DNS',
      DomainValidationOptions: [{ DomainName: name, HostedZoneId: domain.hostedZoneId }],
    });
  });

  test.each(['A', 'AAAA'])('has an alias record of type %s', (type) => {
    template.resourceCountIs('AWS::Route53::RecordSet', 2);
    template.hasResourceProperties('AWS::Route53::RecordSet', {
      Type: type,
      Name: `${name}.`,
      HostedZoneId: domain.hostedZoneId,
      AliasTarget: {
        DNSName: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DomainName'), 'RegionalDomainName'] },
        HostedZoneId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DomainName'), 'RegionalHostedZoneId'] },
      },
    });
  });

  test('maps its API to the name in the stack of the API', () => {
    api.hasResource('AWS::ApiGatewayV2::ApiMapping', {
      Properties: {
        DomainName: name,
        ApiId: { Ref: Object.keys(api.findResources('AWS::ApiGatewayV2::Api'))[0] },
        Stage: '$default',
        ApiMappingKey: Match.absent(),
      },
      DependsOn: Match.arrayWith(Object.keys(api.findResources('AWS::ApiGatewayV2::Stage'))),
    });
  });

  test('has a domain stack that an API can be replaced without: neither refers to the other', () => {
    const text = JSON.stringify(template.toJSON());

    expect(text).not.toContain('Fn::ImportValue');
    expect(text).not.toContain('AWS::ApiGatewayV2::Api"');
    expect(text).not.toContain('Export');
    expect(JSON.stringify(api.toJSON())).not.toContain('kore-sessions-emulator-dev-domain');
    expect(stage.api.dependencies.map(({ stackName }) => stackName)).toContain(
      'kore-sessions-emulator-dev-domain',
    );
  });

  test('publishes the name as its URL', () => {
    api.hasResourceProperties('AWS::SSM::Parameter', {
      Name: '/kore-sessions-emulator/dev/url',
      Value: `https://${name}`,
    });
    api.hasOutput('Url', { Value: `https://${name}` });
  });

  test('takes a certificate of its own', () => {
    const own = domainOf({ ...dev, domain: { ...domain, certificateArn } });

    own.resourceCountIs('AWS::CertificateManager::Certificate', 0);
    own.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainNameConfigurations: [Match.objectLike({ CertificateArn: certificateArn })],
    });
  });

  test('may have the name of the zone itself', () => {
    const apex = domainOf({ ...dev, domain: { ...domain, name: 'example.com' } });

    apex.allResourcesProperties('AWS::Route53::RecordSet', { Name: 'example.com.' });
  });

  test.each([
    [dev, false],
    [prod, true],
  ])('protects the name where it protects the data: %#', (environment, kept) => {
    const placed = { ...environment, domain };

    expect(withApp([placed], (app) => stageOf(app, placed).domain?.terminationProtection)).toBe(kept);
  });
});

test('an environment without one has no domain stack, and the URL that API Gateway makes up', () => {
  const { api, domain } = synthesize(dev);

  expect(domain).toBeUndefined();
  api.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 0);
  api.hasResourceProperties('AWS::SSM::Parameter', {
    Value: { 'Fn::GetAtt': [Match.anyValue(), 'ApiEndpoint'] },
  });
});
