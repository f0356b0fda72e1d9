import { CfnApiMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import type { Front, FrontProps } from './front.ts';
import { HttpFront } from './http-front.ts';
import { RestFront } from './rest-front.ts';

/** Makes the API that the environment's exposure asks for: an HTTP API, or a REST API where it is not open. */
export function createFront(scope: Construct, props: FrontProps): Front {
  const { exposure } = props.environment;
  // A name of its own for each: CloudFormation makes one kind before it removes the other.
  return exposure.kind === 'open'
    ? new HttpFront(scope, 'Http', props)
    : new RestFront(scope, 'Rest', { ...props, exposure });
}

/**
 * Points a host name of the domain stack at an API of either kind. CloudFormation changes `ApiId` and `Stage` in place,
 * so that a replaced API takes over the name.
 */
export function mapDomain(scope: Construct, domainName: string, { apiId, stage }: Front): void {
  const mapping = new CfnApiMapping(scope, 'DomainMapping', { apiId, stage: stage.stageName, domainName });
  // The stage has to be there first.
  mapping.node.addDependency(stage);
}
