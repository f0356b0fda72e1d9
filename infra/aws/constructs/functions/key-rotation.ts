import { Duration, Validations } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { StoreKey } from '../session-store.ts';
import { EmulatorFunction } from './emulator-function.ts';

export interface KeyRotationProps {
  readonly controlKey: StoreKey;
  /** How old a control key may become. */
  readonly days: number;
  readonly logRetention: RetentionDays;
}

/**
 * Changes the control key when it is old enough. It looks every hour, so that a change by hand counts and a failure
 * is made good. Secrets Manager's own rotation makes the new key before it becomes the current one; the time that the
 * old key has left counts from when the new one was made, so here both are one step.
 */
export class KeyRotation extends Construct {
  readonly rotateKey: EmulatorFunction;

  constructor(scope: Construct, id: string, { controlKey, days, logRetention }: KeyRotationProps) {
    super(scope, id);
    this.rotateKey = new EmulatorFunction(this, 'RotateKey', {
      source: 'rotate-key',
      description: 'Changes the control key when it is old enough.',
      memorySize: 256,
      logRetention,
      environment: {
        CONTROL_KEY_SECRET_ID: controlKey.secretArn,
        CONTROL_KEY_ROTATION_DAYS: String(days),
      },
      statements: [
        // It needs no right to read the key.
        new PolicyStatement({
          actions: ['secretsmanager:ListSecretVersionIds', 'secretsmanager:PutSecretValue'],
          resources: [controlKey.secretArn],
        }),
      ],
    });
    new Rule(this, 'Schedule', {
      description: 'Looks how old the control key is.',
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [new LambdaFunction(this.rotateKey.lambda, { deadLetterQueue: this.#undelivered() })],
    });
  }

  /** Events that could not be handed to the function. A function that fails has an alarm. */
  #undelivered(): Queue {
    const queue = new Queue(this, 'Undelivered', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(queue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is a dead-letter queue itself, of a rule, which the check does not see.',
    });
    return queue;
  }
}
