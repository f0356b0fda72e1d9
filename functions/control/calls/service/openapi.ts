import * as z from 'zod';
import { json } from '../../answer.ts';
import { defineCall } from '../../call.ts';

const documentSchema = z.looseObject({ openapi: z.string() });

/** @param describe makes the document, when it is first asked for */
export function getOpenApi(describe: () => z.output<typeof documentSchema>) {
  let document: z.output<typeof documentSchema> | undefined;
  return defineCall({
    method: 'get',
    path: '/openapi.json',
    tag: 'service',
    id: 'getOpenApi',
    summary: 'This document',
    open: true,
    answers: { 200: json('An OpenAPI 3.1 document', 'OpenApi', documentSchema) },
    run: async () => {
      document ??= describe();
      return { status: 200, body: document };
    },
  });
}
