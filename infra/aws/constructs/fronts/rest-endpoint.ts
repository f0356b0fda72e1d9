import { EndpointType, IpAddressType, type RestApiProps } from 'aws-cdk-lib/aws-apigateway';
import { InterfaceVpcEndpoint } from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { PrivateExposure, RestExposure } from './front.ts';

/** Where the API is reached. The kind of endpoint can change in place, so the API stays the same one. */
export function endpointOf(
  scope: Construct,
  exposure: RestExposure,
): Pick<RestApiProps, 'endpointConfiguration' | 'policy'> {
  const ipAddressType = IpAddressType.DUAL_STACK;
  if (exposure.kind === 'protected') {
    return { endpointConfiguration: { types: [EndpointType.REGIONAL], ipAddressType } };
  }
  const vpcEndpoints = exposure.vpcEndpointIds?.map((vpcEndpointId) =>
    InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(scope, vpcEndpointId, {
      vpcEndpointId,
      port: 443,
    }),
  );
  return {
    endpointConfiguration: {
      types: [EndpointType.PRIVATE],
      ipAddressType,
      ...(vpcEndpoints && { vpcEndpoints }),
    },
    policy: onlyFromVpc(exposure),
  };
}

/**
 * The policy of a private API: all may call who come through one of the endpoints, or out of the VPC; where both are
 * given, both must hold. Who is not allowed is refused, as such an API has no other way in. (AWS: API Gateway resource
 * policies, private APIs.)
 */
function onlyFromVpc({ vpcEndpointIds, vpcId }: PrivateExposure): PolicyDocument {
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
