import { isUtf8 } from 'node:buffer';
import type { LambdaEvent } from 'hono/aws-lambda';
import type { Reply } from '../http/application.ts';

/** What API Gateway takes of a function. */
export interface Result {
  statusCode: number;
  headers?: Record<string, string>;
  multiValueHeaders?: Record<string, string[]>;
  body: string;
  isBase64Encoded: boolean;
}

/**
 * A reply as API Gateway takes it, so that its bytes arrive as they are: in base64 where they are no text. An injected
 * fault may cut JSON off within a character, whatever its content type says.
 */
export function resultOf(event: LambdaEvent, { status, headers, body }: Reply): Result {
  const isText =
    body === null || typeof body === 'string' || (!('content-encoding' in headers) && isUtf8(body));
  const text = typeof body === 'string' ? body : Buffer.from(body ?? []).toString(isText ? 'utf8' : 'base64');
  return { statusCode: status, ...headersOf(event, headers), body: text, isBase64Encoded: !isText };
}

/** A REST API is answered in the form in which it has asked. */
function headersOf(
  event: LambdaEvent,
  headers: Reply['headers'],
): Pick<Result, 'headers' | 'multiValueHeaders'> {
  if (!('multiValueHeaders' in event) || !event.multiValueHeaders) return { headers };
  const multiValueHeaders = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value]]),
  );
  return { multiValueHeaders };
}
