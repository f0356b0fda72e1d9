import { CfnIPSet, type CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { visible, type WebAclRule } from './web-acl-rules.ts';

/** Lets the listed networks through. WAF keeps IPv4 and IPv6 networks in sets of their own. */
export function allowedNetworks(scope: Construct, networks: readonly string[]): WebAclRule {
  const [statement, ...others] = (['IPV4', 'IPV6'] as const).flatMap((version) =>
    ipSet(
      scope,
      version,
      networks.filter((network) => network.includes(':') === (version === 'IPV6')),
    ),
  );
  if (!statement) throw new Error('exposure.allowedNetworks is empty: list a network, or leave it out.');
  return {
    name: 'allowed-networks',
    statement: others.length === 0 ? statement : { orStatement: { statements: [statement, ...others] } },
    action: { allow: {} },
    visibilityConfig: visible('allowed-networks'),
  };
}

function ipSet(
  scope: Construct,
  ipAddressVersion: 'IPV4' | 'IPV6',
  addresses: string[],
): CfnWebACL.StatementProperty[] {
  if (addresses.length === 0) return [];
  const set = new CfnIPSet(scope, ipAddressVersion, { scope: 'REGIONAL', ipAddressVersion, addresses });
  return [{ ipSetReferenceStatement: { arn: set.attrArn } }];
}
