import { DomainName, IpAddressType } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate, CertificateValidation, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { AaaaRecord, ARecord, type IHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';

export interface HostNameProps {
  readonly name: string;
  /** The zone that gets the records. */
  readonly zone: IHostedZone;
  /** Left out, one is made and proven by a record in the zone. */
  readonly certificate?: ICertificate | undefined;
}

/**
 * A host name for an API, with its certificate and records, right under the scope: a construct between them would
 * replace what is deployed. It names no API, see `mapDomain`.
 */
export function hostName(scope: Construct, { name, zone, certificate }: HostNameProps): DomainName {
  const domainName = new DomainName(scope, 'DomainName', {
    domainName: name,
    certificate: certificate ?? newCertificate(scope, name, zone),
    // Without it there is nothing behind the AAAA record.
    ipAddressType: IpAddressType.DUAL_STACK,
  });
  const { regionalDomainName, regionalHostedZoneId } = domainName;
  const target = RecordTarget.fromAlias(
    new ApiGatewayv2DomainProperties(regionalDomainName, regionalHostedZoneId),
  );
  // With a dot at its end the name is taken as it is, also where it is that of the zone.
  const record = { zone, recordName: `${name}.`, target };
  new ARecord(scope, 'Ipv4', record);
  new AaaaRecord(scope, 'Ipv6', record);
  return domainName;
}

function newCertificate(scope: Construct, domainName: string, zone: IHostedZone): Certificate {
  return new Certificate(scope, 'Certificate', {
    domainName,
    validation: CertificateValidation.fromDns(zone),
  });
}
