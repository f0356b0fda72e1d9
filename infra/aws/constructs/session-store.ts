import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { type Attribute, AttributeType, Billing, ProjectionType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { tableDefinition } from '../../../functions/store/table/table-definition.ts';
import type { Environment } from '../environments/index.ts';

/** What has to outlive the code: the table, and the key of the control API. */
export class SessionStore extends Construct {
  readonly table: TableV2;
  readonly controlKey: Secret;

  constructor(scope: Construct, id: string, data: Environment['data']) {
    super(scope, id);
    const removalPolicy = data.removalPolicy === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const { sessionIndex } = tableDefinition;

    this.table = new TableV2(this, 'Table', {
      partitionKey: text(tableDefinition.partitionKey),
      sortKey: text(tableDefinition.sortKey),
      timeToLiveAttribute: tableDefinition.timeToLiveAttribute,
      globalSecondaryIndexes: [
        {
          indexName: sessionIndex.name,
          partitionKey: text(sessionIndex.partitionKey),
          sortKey: text(sessionIndex.sortKey),
          projectionType: ProjectionType.INCLUDE,
          nonKeyAttributes: [...sessionIndex.nonKeyAttributes],
          maxReadRequestUnits: data.maxReadUnits,
          maxWriteRequestUnits: data.maxWriteUnits,
        },
      ],
      billing: Billing.onDemand({
        maxReadRequestUnits: data.maxReadUnits,
        maxWriteRequestUnits: data.maxWriteUnits,
      }),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: data.pointInTimeRecovery },
      deletionProtection: data.deletionProtection,
      removalPolicy,
    });

    // CloudFormation makes a new key whenever these two settings change, so they must stay as they are.
    this.controlKey = new Secret(this, 'ControlKey', {
      description: 'The key of the control API, sent as a bearer token.',
      generateSecretString: { passwordLength: 40, excludePunctuation: true },
      removalPolicy,
    });
    Validations.of(this.controlKey).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'The key is in the settings of test suites and pipelines. An environment may have it changed on a schedule ' +
        'of its own (controlKeyRotationDays), which leaves the key before it a full day.',
    });
  }
}

function text(name: string): Attribute {
  return { name, type: AttributeType.STRING };
}
