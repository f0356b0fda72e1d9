import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A call to DynamoDB as the document client takes it. */
export interface Command {
  constructor: { name: string };
  input: Record<string, unknown>;
}

export type Output = Record<string, unknown>;
export type Send = (command: Command) => Promise<Output>;

/** Stands between the store and DynamoDB: answers a call itself, changes the answer, or passes it on. */
export type Interceptor = (command: Command, send: Send) => Promise<Output>;

/** The client with every call going through the interceptor; the client itself is left as it is. */
export function intercept(client: DynamoDBDocumentClient, interceptor: Interceptor): DynamoDBDocumentClient {
  const send = client.send.bind(client) as unknown as Send;
  const wrapped: DynamoDBDocumentClient = Object.create(client);
  return Object.assign(wrapped, { send: (command: Command) => interceptor(command, send) });
}

export function isCall(command: Command, name: 'Get' | 'Put' | 'Update' | 'Delete' | 'Query'): boolean {
  return command.constructor.name === `${name}Command`;
}

export function isBatchGet(command: Command): boolean {
  return command.constructor.name === 'BatchGetCommand';
}

export function isBatchWrite(command: Command): boolean {
  return command.constructor.name === 'BatchWriteCommand';
}

/** Of a batch: days are noted by one of their own before the first sessions are written to them. */
export function writesSessions(command: Command): boolean {
  return isBatchWrite(command) && /"pk":"S#/.test(JSON.stringify(command.input));
}

export function isRead(command: Command): boolean {
  return isCall(command, 'Get') || isCall(command, 'Query') || isBatchGet(command);
}

export function readsIndex(command: Command): boolean {
  return isCall(command, 'Query') && command.input['IndexName'] !== undefined;
}
