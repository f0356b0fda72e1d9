import { CfnApiMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct, IConstruct } from 'constructs';

export interface MappedApi {
  readonly apiId: string;
  /** The stage of that API, which has to be there first. */
  readonly stage: IConstruct & { readonly stageName: string };
}

/**
 * Points a host name of the domain stack at an API; a REST API as well as an HTTP API. CloudFormation changes `ApiId`
 * and `Stage` in place, so that a replaced API takes over the name.
 */
export function mapDomain(scope: Construct, domainName: string, { apiId, stage }: MappedApi): void {
  const mapping = new CfnApiMapping(scope, 'DomainMapping', { apiId, stage: stage.stageName, domainName });
  mapping.node.addDependency(stage);
}
