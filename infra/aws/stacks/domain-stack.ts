import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { hostName } from '../constructs/fronts/host-name.ts';
import type { Environment } from '../environments/index.ts';

type Domain = NonNullable<Environment['domain']>;

export interface DomainStackProps extends StackProps {
  readonly domain: Domain;
}

/**
 * The host name, its certificate and its records. It names no API: the API's own stack maps itself to the name, so
 * that an API can be replaced without a change here.
 */
export class DomainStack extends Stack {
  constructor(scope: Construct, id: string, { domain, ...props }: DomainStackProps) {
    super(scope, id, props);
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: domain.hostedZoneId,
      zoneName: domain.zoneName,
    });
    const { regionalDomainName } = hostName(this, {
      name: domain.name,
      zone,
      certificate: domain.certificateArn
        ? Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn)
        : undefined,
    });
    new CfnOutput(this, 'Target', { value: regionalDomainName });
  }
}
