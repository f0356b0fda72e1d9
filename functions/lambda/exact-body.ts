import { isUtf8 } from 'node:buffer';
import type { Hono } from 'hono';
import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda';
import type { Application } from '../http/application.ts';

/**
 * An application as a Lambda function whose answers arrive as the application gave them. Hono decides by the
 * content type what is text, and would put U+FFFD into JSON that an injected fault cut off within a character.
 */
export function handleExactly(app: Application) {
  return async (event: LambdaEvent, context?: LambdaContext) => {
    let binary: Buffer | undefined;
    const fetch: Application['fetch'] = async (request, bindings) => {
      const response = await app.fetch(request, bindings);
      const bytes = Buffer.from(await response.arrayBuffer());
      if (!isUtf8(bytes)) binary = bytes;
      return new Response(bytes.length === 0 ? null : bytes, response);
    };
    const result = await handle({ fetch } as Hono)(event, context);
    return binary ? { ...result, body: binary.toString('base64'), isBase64Encoded: true } : result;
  };
}
