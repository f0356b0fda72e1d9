import { AnyPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { RestExposure } from './rest-front.ts';

type PrivateExposure = Extract<RestExposure, { kind: 'private' }>;

/**
 * The policy of a private API: all may call who come through one of the endpoints, or out of the VPC; where both are
 * given, both must hold. Who is not allowed is refused, as such an API has no other way in. (AWS: API Gateway resource
 * policies, private APIs.)
 */
export function onlyFromVpc({ vpcEndpointIds, vpcId }: PrivateExposure): PolicyDocument {
  const statement = new PolicyStatement({
    principals: [new AnyPrincipal()],
    actions: ['execute-api:Invoke'],
    resources: ['execute-api:/*'],
    conditions: {
      StringEquals: {
        ...(vpcEndpointIds && { 'aws:SourceVpce': vpcEndpointIds }),
        ...(vpcId && { 'aws:SourceVpc': vpcId }),
      },
    },
  });
  return new PolicyDocument({ statements: [statement] });
}
