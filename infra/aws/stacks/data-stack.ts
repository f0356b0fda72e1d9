import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { type ExistingStore, SessionStore } from '../constructs/session-store.ts';
import type { Environment } from '../environments/index.ts';
import { parameterName } from '../project.ts';

export interface DataStackProps extends StackProps {
  readonly environment: Environment;
}

/** All that is lost when it is gone. Protected outside dev. */
export class DataStack extends Stack {
  readonly store: SessionStore;

  constructor(scope: Construct, id: string, { environment, ...props }: DataStackProps) {
    super(scope, id, { ...props, terminationProtection: environment.data.terminationProtection });
    this.store = new SessionStore(this, 'Store', environment.data, this.#existing(environment.data));

    const published = new StringParameter(this, 'ControlKeySecretParameter', {
      parameterName: parameterName(environment.name, 'control-key-secret'),
      description: 'ARN of the secret that holds the key of the control API.',
      stringValue: this.store.controlKey.secretArn,
    });
    this.store.tableComesAfter(published);
    new CfnOutput(this, 'TableName', { value: this.store.table.tableName });
    new CfnOutput(this, 'ControlKeySecretArn', { value: this.store.controlKey.secretArn });
  }

  #existing({ existing }: Environment['data']): ExistingStore {
    const { tableName, controlKeySecretArn } = existing ?? {};
    return {
      table: tableName === undefined ? undefined : TableV2.fromTableName(this, 'ExistingTable', tableName),
      controlKey:
        controlKeySecretArn === undefined
          ? undefined
          : Secret.fromSecretCompleteArn(this, 'ExistingControlKey', controlKeySecretArn),
    };
  }
}
