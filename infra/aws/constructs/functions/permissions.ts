import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { tableDefinition } from '../../../../functions/store/table/table-definition.ts';
import type { StoreKey, StoreTable } from '../session-store.ts';

const read = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'];

/** The partitions that the emulated API puts items into: counts of fault rules, the journal, token ids, rate windows. */
export const emulatedApiPartitions: readonly string[] = ['FAULTS#*', 'JOURNAL#*', 'JTI#*', 'RATE#*'];

/** The emulated API reads everything, and puts only what it notes and counts. It changes and deletes nothing else. */
export function emulatedApiStatements(table: StoreTable): PolicyStatement[] {
  const put = new PolicyStatement({
    actions: ['dynamodb:PutItem'],
    resources: [table.tableArn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...emulatedApiPartitions] },
      // A request that names no key would otherwise meet every condition on all of its keys.
      Null: { 'dynamodb:LeadingKeys': 'false' },
    },
  });
  return [allow(table.tableArn, read), put, queryIndex(table)];
}

/** The control API writes and deletes as well, and reads the key that its callers must know. */
export function controlApiStatements(table: StoreTable, controlKey: StoreKey): PolicyStatement[] {
  const write = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
  return [
    allow(table.tableArn, [...read, ...write]),
    queryIndex(table),
    allow(controlKey.secretArn, ['secretsmanager:GetSecretValue']),
  ];
}

function queryIndex(table: StoreTable): PolicyStatement {
  return allow(`${table.tableArn}/index/${tableDefinition.sessionIndex.name}`, ['dynamodb:Query']);
}

function allow(resource: string, actions: string[]): PolicyStatement {
  return new PolicyStatement({ actions, resources: [resource] });
}
