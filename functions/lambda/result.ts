import type { LambdaEvent } from 'hono/aws-lambda';
import { safeResponseBytes } from '../domain/response-bytes.ts';
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
  const text = typeof body === 'string' ? body : textOf(Buffer.from(body ?? []), headers);
  const isBase64Encoded = text === undefined || isTooLongEscaped(text);
  const sent = isBase64Encoded ? Buffer.from(body ?? []).toString('base64') : text;
  return { statusCode: status, ...headersOf(event, headers), body: sent, isBase64Encoded };
}

function textOf(bytes: Buffer, headers: Reply['headers']): string | undefined {
  // Imported by name, all else that Node has beside it is loaded as well when the function starts.
  const { isUtf8 } = process.getBuiltinModule('node:buffer');
  return 'content-encoding' in headers || !isUtf8(bytes) ? undefined : bytes.toString();
}

/**
 * Whether a text must go in base64 to be carried by Lambda: what a function answers is JSON, in which quotes, backslashes
 * and line breaks take twice their room, and base64 makes any bytes a third longer.
 */
function isTooLongEscaped(text: string): boolean {
  const bytes = Buffer.byteLength(text);
  if (bytes <= safeResponseBytes / 2) return false;
  const escaped = Buffer.byteLength(JSON.stringify(text));
  return escaped > safeResponseBytes && escaped > (bytes / 3) * 4;
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
