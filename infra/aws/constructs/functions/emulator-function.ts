import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { functionCode } from './function-code.ts';

export interface EmulatorFunctionProps {
  /** The folder under `functions` whose `handler.ts` this function runs. */
  readonly source: string;
  readonly description: string;
  readonly memorySize: number;
  readonly logRetention: RetentionDays;
  /** Instances that are reserved for it, and the most that it gets. */
  readonly concurrency?: number | undefined;
  /** The VPC that it runs in. Left out, in none. */
  readonly network?: FunctionNetwork | undefined;
  readonly environment: Readonly<Record<string, string>>;
  /** All that the function may do besides writing its own log and traces. */
  readonly statements: readonly PolicyStatement[];
}

/** Where in a VPC a function runs. It must reach DynamoDB and Secrets Manager from there. */
export interface FunctionNetwork {
  readonly vpc: IVpc;
  /** Left out, private ones. */
  readonly vpcSubnets?: SubnetSelection;
  /** Left out, one of its own. */
  readonly securityGroups?: ISecurityGroup[];
}

/** To have network interfaces in a VPC, which can't be narrowed. (AWS: AWSLambdaVPCAccessExecutionRole.) */
const inVpc = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** A Lambda function with a role and a log group of its own. */
export class EmulatorFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: EmulatorFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // A role of its own rather than the managed policy, which allows writing to every log group there is.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    for (const statement of props.statements) role.addToPolicy(statement);
    if (props.network) role.addToPolicy(new PolicyStatement({ actions: inVpc, resources: ['*'] }));

    this.lambda = new LambdaFunction(this, 'Function', {
      description: props.description,
      ...functionCode(props.source),
      ...props.network,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySize,
      ...(props.concurrency !== undefined && { reservedConcurrentExecutions: props.concurrency }),
      // API Gateway gives up after 30 seconds: end before, so that the function's own log says why.
      timeout: Duration.seconds(29),
      environment: props.environment,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'X-Ray has no resources: PutTraceSegments and PutTelemetryRecords can only be allowed on *, as can what a ' +
        'function needs that runs in a VPC.',
    });
  }
}
