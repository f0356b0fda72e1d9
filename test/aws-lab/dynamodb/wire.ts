import type { Item } from '../../../infra/local/engine/values/attribute-value.ts';
import type { ThrottlingReason } from './capacity.ts';

export type { Item };

/** A write of a batch. */
export interface BatchedWrite {
  PutRequest?: { Item: Item };
  DeleteRequest?: { Key: Item };
}

/** The keys that a batch reads of a table. */
export interface BatchedKeys {
  Keys: Item[];
}

interface Units {
  CapacityUnits: number;
}

export interface ConsumedCapacity extends Units {
  Table?: Units;
  GlobalSecondaryIndexes?: Record<string, Units>;
}

/** What the calls that the store makes carry, as JSON over the wire. */
export interface Input {
  TableName?: string;
  IndexName?: string;
  Key?: Item;
  Item?: Item;
  KeyConditionExpression?: string;
  ExpressionAttributeValues?: Item;
  RequestItems?: Record<string, BatchedWrite[] | BatchedKeys>;
  ReturnConsumedCapacity?: string;
}

export interface Output {
  ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[];
  UnprocessedItems?: Record<string, BatchedWrite[]>;
  UnprocessedKeys?: Record<string, BatchedKeys>;
}

export interface Reply {
  statusCode: number;
  body: string;
}

export const reply = (output: object): Reply => ({ statusCode: 200, body: JSON.stringify(output) });

/** A call that DynamoDB throttles, as it says so. */
export function throttled(reason: ThrottlingReason, resource: string): Reply {
  const [type, message, list] = reason.includes('MaxOnDemand')
    ? [
        'ThrottlingException',
        'Throughput exceeds the maximum OnDemandThroughput configured on table or index.',
        'throttlingReasons',
      ]
    : [
        'ProvisionedThroughputExceededException',
        'The level of configured provisioned throughput for the table was exceeded.',
        'ThrottlingReasons',
      ];
  return {
    statusCode: 400,
    body: JSON.stringify({
      __type: `com.amazonaws.dynamodb.v20120810#${type}`,
      message,
      [list]: [{ reason, resource }],
    }),
  };
}

export function denied(caller: string, action: string): Reply {
  return {
    statusCode: 400,
    body: JSON.stringify({
      __type: 'com.amazon.coral.service#AccessDeniedException',
      Message: `${caller} is not authorized to perform: ${action} because no identity-based policy allows it`,
    }),
  };
}
