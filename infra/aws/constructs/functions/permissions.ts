import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { tableDefinition } from '../../../../functions/store/table/table-definition.ts';

const read = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'];

/** The emulated API reads, and puts what it notes and counts. It changes and deletes nothing else. */
export function emulatedApiStatements(table: TableV2): PolicyStatement[] {
  return [allow(table.tableArn, [...read, 'dynamodb:PutItem']), queryIndex(table)];
}

/** The control API writes and deletes as well, and reads the key that its callers must know. */
export function controlApiStatements(table: TableV2, controlKey: Secret): PolicyStatement[] {
  const write = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
  return [
    allow(table.tableArn, [...read, ...write]),
    queryIndex(table),
    allow(controlKey.secretArn, ['secretsmanager:GetSecretValue']),
  ];
}

function queryIndex(table: TableV2): PolicyStatement {
  return allow(`${table.tableArn}/index/${tableDefinition.sessionIndex.name}`, ['dynamodb:Query']);
}

function allow(resource: string, actions: string[]): PolicyStatement {
  return new PolicyStatement({ actions, resources: [resource] });
}
