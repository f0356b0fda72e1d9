import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { DomainName, IpAddressType } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate, CertificateValidation, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { AaaaRecord, ARecord, HostedZone, type IHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
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
    const { regionalDomainName, regionalHostedZoneId } = new DomainName(this, 'DomainName', {
      domainName: domain.name,
      certificate: this.#certificate(domain, zone),
      // Without it there is nothing behind the AAAA record.
      ipAddressType: IpAddressType.DUAL_STACK,
    });
    const target = RecordTarget.fromAlias(
      new ApiGatewayv2DomainProperties(regionalDomainName, regionalHostedZoneId),
    );
    // With a dot at its end the name is taken as it is, also where it is that of the zone.
    const record = { zone, recordName: `${domain.name}.`, target };
    new ARecord(this, 'Ipv4', record);
    new AaaaRecord(this, 'Ipv6', record);
    new CfnOutput(this, 'Target', { value: regionalDomainName });
  }

  #certificate({ name, certificateArn }: Domain, zone: IHostedZone): ICertificate {
    if (certificateArn) return Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
    return new Certificate(this, 'Certificate', {
      domainName: name,
      validation: CertificateValidation.fromDns(zone),
    });
  }
}
