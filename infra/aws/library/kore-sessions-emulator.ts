import { Stack, Tags } from 'aws-cdk-lib';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITableV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { Grant, type IGrantable, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { createFront, mapDomain } from '../constructs/fronts/create-front.ts';
import type { Front } from '../constructs/fronts/front.ts';
import { hostName } from '../constructs/fronts/host-name.ts';
import { emulatorFunctions } from '../constructs/functions/emulator-functions.ts';
import { SessionStore } from '../constructs/session-store.ts';
import { Alarms } from '../constructs/watching/alarms.ts';
import { unexpectedClientErrorShare, unexpectedServerErrors } from '../constructs/watching/metrics.ts';
import type { Environment } from '../environments/environment.ts';
import { alarmThresholds } from '../environments/schema/operations.ts';
import type { EmulatorAlarms, EmulatorDomain, KoreSessionsEmulatorProps } from './props.ts';
import { toEnvironment } from './settings.ts';

export type {
  EmulatorAlarms,
  EmulatorAlarmThresholds,
  EmulatorDomain,
  EmulatorExposure,
  EmulatorThrottle,
  KoreSessionsEmulatorProps,
} from './props.ts';

/** An emulator within a stack of one's own: table, control key, functions and API. */
export class KoreSessionsEmulator extends Construct {
  /** Base URL of the emulated API, and of the control API under `/_emulator`. */
  readonly url: string;
  /** Holds the key of the control API, which is sent as a bearer token. */
  readonly controlKeySecret: ISecret | Secret;
  /** Holds accounts, sessions and the journal. */
  readonly table: ITableV2 | TableV2;
  /** Answers the emulated API. */
  readonly getSessionsFunction: IFunction;
  /** Answers the control API. */
  readonly controlFunction: IFunction;
  readonly #environment: Environment;
  readonly #front: Front;

  /** @throws Error that names each wrong prop */
  constructor(scope: Construct, id: string, props: KoreSessionsEmulatorProps = {}) {
    super(scope, id);
    this.#environment = toEnvironment(this, props);
    const { vpc, vpcSubnets, securityGroups } = props;
    const environment = this.#environment;
    const store = new SessionStore(this, 'Store', environment.data, {
      table: props.existingTable,
      controlKey: props.existingControlKey,
    });
    const { getSessions, control } = emulatorFunctions(this, {
      environment,
      store,
      network: vpc && {
        // The types of the CDK, not what it does, are at odds with exactOptionalPropertyTypes.
        vpc: vpc as IVpc,
        ...(vpcSubnets && { vpcSubnets }),
        ...(securityGroups && { securityGroups: [...securityGroups] }),
      },
    });
    this.#front = createFront(this, {
      environment,
      getSessions: getSessions.lambda,
      control: control.lambda,
    });
    this.controlKeySecret = store.controlKey;
    this.table = store.table;
    this.getSessionsFunction = getSessions.lambda;
    this.controlFunction = control.lambda;
    this.url = props.domain ? this.#nameHost(props.domain) : this.#front.url;
    if (props.alarms) this.#addAlarms(props.alarms);
    for (const [key, value] of Object.entries(props.tags ?? {})) Tags.of(this).add(key, value);
    if (props.permissionsBoundary) PermissionsBoundary.of(this).apply(props.permissionsBoundary);
  }

  /** Lets somebody call the functions themselves, past the API. */
  grantInvoke(grantee: IGrantable): Grant {
    return this.getSessionsFunction.grantInvoke(grantee).combine(this.controlFunction.grantInvoke(grantee));
  }

  /** Lets somebody read the control key, and so use the control API. */
  grantControl(grantee: IGrantable): Grant {
    return this.controlKeySecret.grantRead(grantee);
  }

  /** Lets somebody in the VPC or elsewhere in AWS call the API, where a policy of the API asks for it. */
  grantCall(grantee: IGrantable): Grant {
    const { partition, region, account } = Stack.of(this);
    const { apiId, stage } = this.#front;
    return Grant.addToPrincipal({
      grantee,
      actions: ['execute-api:Invoke'],
      resourceArns: [`arn:${partition}:execute-api:${region}:${account}:${apiId}/${stage.stageName}/*`],
    });
  }

  /** Requests to the API, all of them. */
  metricRequests(props?: MetricOptions): Metric {
    return this.#front.api.metricCount({ statistic: 'Sum', ...props });
  }

  /** Time until the API's answer, ms. */
  metricLatency(props?: MetricOptions): Metric {
    return this.#front.api.metricLatency({ statistic: 'p99', ...props });
  }

  /** Answers with 5xx that neither a fault nor the settings of an account asked for. */
  metricUnexpectedServerErrors(props: MetricOptions = {}): Metric {
    return unexpectedServerErrors(this.#environment.name).with(props);
  }

  /** The share, 0 to 1, of requests to the emulated API answered with 4xx that no account's settings asked for. */
  metricUnexpectedClientErrorShare(props: MetricOptions = {}): Metric {
    return unexpectedClientErrorShare(this.#environment.name).with(props);
  }

  /** Gives the API a host name, and its base URL by that. */
  #nameHost({ name, zone, certificate }: EmulatorDomain): string {
    const domain = hostName(new Construct(this, 'Domain'), { name, zone, certificate });
    // By reference, so that the name is there before it is mapped.
    mapDomain(this, domain.name, this.#front);
    return `https://${name}`;
  }

  #addAlarms({ topic, thresholds }: EmulatorAlarms): void {
    new Alarms(this, 'Alarms', {
      environment: this.#environment.name,
      api: this.#front.api,
      table: this.table,
      functions: { 'get-sessions': this.getSessionsFunction, control: this.controlFunction },
      thresholds: alarmThresholds({ thresholds }),
      action: new SnsAction(topic),
    });
  }
}
