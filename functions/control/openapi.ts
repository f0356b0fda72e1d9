import type { Hono } from 'hono';
import { openApiDocument } from './openapi/document.ts';

/** Needs no key: the description of both APIs, made when it is first asked for. */
export function openApiRoutes(app: Hono, controlPath: string): void {
  let text: string | undefined;
  app.get('/openapi.json', (context) => {
    text ??= JSON.stringify(openApiDocument(controlPath));
    return context.body(text, 200, { 'content-type': 'application/json' });
  });
}
