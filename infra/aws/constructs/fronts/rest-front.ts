import { Stack, Validations } from 'aws-cdk-lib';
import { LambdaIntegration, RestApi, type Stage } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { projectName } from '../../project.ts';
import { restAccessLog } from './access-log.ts';
import type { Front, FrontProps, RestExposure } from './front.ts';
import { endpointOf } from './rest-endpoint.ts';
import { addGatewayResponses } from './rest-responses.ts';
import { WebAcl } from './web-acl.ts';

export interface RestFrontProps extends FrontProps {
  readonly exposure: RestExposure;
}

/** The first part of the path of every URL that API Gateway makes up; the functions never see it. */
const restStageName = 'live';

/**
 * The REST API, for what an HTTP API cannot have: AWS WAF, and a life inside a VPC. It hands requests on as the HTTP API
 * does. Nothing that may change in an environment replaces it, so its URL stays.
 */
export class RestFront extends Construct implements Front {
  readonly api: RestApi;
  readonly stage: Stage;
  readonly #vpcEndpointId: string | undefined;

  constructor(scope: Construct, id: string, props: RestFrontProps) {
    super(scope, id);
    const { environment, exposure, getSessions, control } = props;
    this.#vpcEndpointId = exposure.kind === 'private' ? exposure.vpcEndpointIds?.[0] : undefined;
    this.api = new RestApi(this, 'Api', {
      restApiName: `${projectName}-${environment.name}`,
      // Every body goes on as the bytes it is; otherwise what is no UTF-8 would arrive as something else.
      binaryMediaTypes: ['*/*'],
      // One role writes for every API of an account and region; no environment may own it. See docs/access.md.
      cloudWatchRole: false,
      deployOptions: {
        stageName: restStageName,
        // An HTTP API has no traces of its own; there they begin with the function.
        tracingEnabled: true,
        throttlingRateLimit: environment.throttle.rate,
        throttlingBurstLimit: environment.throttle.burst,
        ...restAccessLog(this, environment.name, environment.logRetentionDays),
      },
      ...endpointOf(this, exposure),
    });
    this.stage = this.api.deploymentStage;
    // Without the right to call the functions from the console, past the stage and what guards it.
    const options = { allowTestInvoke: false };
    const sessions = new LambdaIntegration(getSessions, options);
    this.api.root.addMethod('ANY', sessions);
    this.api.root.addProxy({ defaultIntegration: sessions });
    const controlRoot = this.api.root.addResource('_emulator', {
      defaultIntegration: new LambdaIntegration(control, options),
    });
    controlRoot.addMethod('ANY');
    controlRoot.addProxy();
    addGatewayResponses(this.api);
    if (exposure.kind === 'protected') {
      // A URL that API Gateway makes up has the stage in its path; one of a host name of one's own has not.
      const controlPaths = [`/${restStageName}/_emulator/`, '/_emulator/'];
      new WebAcl(this, 'WebAcl', { stage: this.stage, exposure, controlPaths });
    }
    this.#acknowledgeFindings(exposure);
  }

  get apiId(): string {
    return this.api.restApiId;
  }

  get url(): string {
    const { region, urlSuffix } = Stack.of(this);
    // The name that has an endpoint in it is known inside the VPC even where the endpoint has no private DNS.
    const host = this.#vpcEndpointId === undefined ? this.apiId : `${this.apiId}-${this.#vpcEndpointId}`;
    return `https://${host}.execute-api.${region}.${urlSuffix}/${this.stage.stageName}`;
  }

  #acknowledgeFindings(exposure: RestExposure): void {
    const functionsAuthenticate =
      'The functions authenticate: refusals must be worded as the emulated API words them, and no authorizer of ' +
      'API Gateway can verify the tokens it takes.';
    const rules = [
      { id: 'AwsSolutions-APIG4', reason: functionsAuthenticate },
      { id: 'AwsSolutions-COG4', reason: functionsAuthenticate },
      {
        id: 'AwsSolutions-APIG2',
        reason: 'The functions validate: what is not valid must be refused as the emulated API refuses it.',
      },
      {
        id: 'AwsSolutions-APIG6',
        reason:
          'The access log has every request. Execution logs would go to a log group of API Gateway’s own, which ' +
          'neither expires nor is removed with the stack.',
      },
      ...(exposure.kind === 'private'
        ? [{ id: 'AwsSolutions-APIG3', reason: 'Only the VPC that its policy names can reach it.' }]
        : []),
    ];
    for (const rule of rules) Validations.of(this.api).acknowledge(rule);
  }
}
