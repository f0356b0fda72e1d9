import type { Database } from './database.ts';
import { EngineError, internalServerError, serializationError, unknownOperation } from './errors.ts';
import { operations } from './operations/operations.ts';
import { isObject } from './parameters.ts';

/** What DynamoDB's service sends back. */
export interface Answer {
  status: number;
  /** JSON. */
  body: string;
}

/**
 * Answers a call as DynamoDB's service does; failures are answers too.
 *
 * @param target the header X-Amz-Target
 * @param body JSON
 * @param signal aborts a write that has not begun
 * @throws the signal's reason where it aborts
 */
export async function call(
  database: Database,
  target: string,
  body: string,
  signal?: AbortSignal,
): Promise<Answer> {
  try {
    const name = target.slice(target.indexOf('.') + 1);
    const operation = operations.get(name);
    if (!operation || !target.startsWith('DynamoDB_20120810.')) throw unknownOperation(target);
    return { status: 200, body: await operation(database, parse(body), signal) };
  } catch (error) {
    if (signal?.aborted && error === signal.reason) throw error;
    const failure = error instanceof EngineError ? error : internalServerError(error);
    return { status: failure.status, body: failure.toBody() };
  }
}

function parse(body: string): Record<string, unknown> {
  let input: unknown;
  try {
    input = JSON.parse(body);
  } catch {
    throw serializationError('The body is not JSON');
  }
  if (isObject(input)) return input;
  throw serializationError('The body is not an object');
}
