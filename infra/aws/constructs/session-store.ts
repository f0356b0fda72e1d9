import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  Billing,
  type ITableV2,
  ProjectionType,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct, type IDependable } from 'constructs';
import { tableDefinition } from '../../../functions/store/table/table-definition.ts';
import type { Environment } from '../environments/index.ts';

/** A table, made here or elsewhere; the CDK's own types let neither stand for the other. */
export type StoreTable = ITableV2 | TableV2;

/** A secret, likewise. */
export type StoreKey = ISecret | Secret;

/** A table and a control key that there are already. */
export interface ExistingStore {
  readonly table?: StoreTable | undefined;
  readonly controlKey?: StoreKey | undefined;
}

/** What has to outlive the code: the table, and the key of the control API. */
export class SessionStore extends Construct {
  readonly table: StoreTable;
  readonly controlKey: StoreKey;

  /** @param existing what is used in place of a new one; it stays as it is, whatever the settings of `data` */
  constructor(scope: Construct, id: string, data: Environment['data'], existing: ExistingStore = {}) {
    super(scope, id);
    this.table = existing.table ?? this.#newTable(data);
    this.controlKey = existing.controlKey ?? this.#newControlKey(data);
    this.tableComesAfter(this.controlKey);
  }

  /**
   * Has the table made after something else. A table that is protected cannot be removed when a first deployment is
   * rolled back, so what may fail goes before it.
   */
  tableComesAfter(other: IDependable): void {
    this.table.node.addDependency(other);
  }

  #newTable(data: Environment['data']): TableV2 {
    const { sessionIndex } = tableDefinition;
    return new TableV2(this, 'Table', {
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
      removalPolicy: policyOf(data),
    });
  }

  #newControlKey(data: Environment['data']): Secret {
    // CloudFormation makes a new key whenever these two settings change, so they must stay as they are.
    const controlKey = new Secret(this, 'ControlKey', {
      description: 'The key of the control API, sent as a bearer token.',
      generateSecretString: { passwordLength: 40, excludePunctuation: true },
      removalPolicy: policyOf(data),
    });
    Validations.of(controlKey).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'The key is in the settings of test suites and pipelines. An environment may have it changed on a schedule ' +
        'of its own (controlKeyRotationDays), which leaves the key before it a full day.',
    });
    return controlKey;
  }
}

/** What is retained is so from its first deployment on: one that fails leaves nothing behind. */
function policyOf({ removalPolicy }: Environment['data']): RemovalPolicy {
  return removalPolicy === 'retain' ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}

function text(name: string): Attribute {
  return { name, type: AttributeType.STRING };
}
