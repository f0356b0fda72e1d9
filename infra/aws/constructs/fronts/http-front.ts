import { Annotations, Validations } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { projectName } from '../../project.ts';
import { httpAccessLog } from './access-log.ts';
import type { Front, FrontProps } from './front.ts';

/** The id by which whoever wants an open API acknowledges the warning: `Annotations.of(…).acknowledgeWarning(id)`. */
const openWarning = 'kore-sessions-emulator:open';

/**
 * The HTTP API. It only hands requests on: the functions own every byte of every answer, the refusals
 * included, so there is one catch-all route for each and no authorizer.
 */
export class HttpFront extends Construct implements Front {
  readonly api: HttpApi;
  readonly stage: HttpStage;

  constructor(scope: Construct, id: string, { environment, getSessions, control }: FrontProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      apiName: `${projectName}-${environment.name}`,
      createDefaultStage: false,
      defaultIntegration: new HttpLambdaIntegration('GetSessions', getSessions),
    });
    const controlIntegration = new HttpLambdaIntegration('Control', control);
    for (const path of ['/_emulator', '/_emulator/{proxy+}']) {
      this.api.addRoutes({ path, methods: [HttpMethod.ANY], integration: controlIntegration });
    }
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: environment.throttle.rate, burstLimit: environment.throttle.burst },
      accessLogSettings: httpAccessLog(this, environment.name, environment.logRetentionDays),
    });
    Annotations.of(this.api).addWarningV2(
      openWarning,
      `${environment.name} is open: anyone may call it, without a firewall in front. Where that is not wanted, set ` +
        "exposure to 'protected' or to one VPC (docs/environments.md, docs/cdk-construct.md).",
    );
    Validations.of(this.api).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'The functions authenticate: refusals must be worded as the emulated API words them, and a JWT ' +
        'authorizer cannot verify tokens signed with a shared secret.',
    });
  }

  get apiId(): string {
    return this.api.apiId;
  }

  get url(): string {
    return this.api.apiEndpoint;
  }
}
