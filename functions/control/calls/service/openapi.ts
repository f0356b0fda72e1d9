import * as z from 'zod';
import { json } from '../../answer.ts';
import { defineCall } from '../../call.ts';

const documentSchema = z.looseObject({ openapi: z.string() });

type Describe = (base?: string) => Promise<z.output<typeof documentSchema>>;

/** @param describe makes the document, when it is first asked for by a URL */
export function getOpenApi(describe: Describe) {
  const documents = new Map<string | undefined, z.output<typeof documentSchema>>();
  return defineCall({
    method: 'get',
    path: '/openapi.json',
    tag: 'service',
    id: 'getOpenApi',
    summary: 'This document',
    open: true,
    answers: { 200: json('An OpenAPI 3.1 document', 'OpenApi', documentSchema) },
    run: async ({ url }) => {
      const base = baseOf(url);
      const document = documents.get(base) ?? (await describe(base));
      documents.set(base, document);
      return { status: 200, body: document };
    },
  });
}

/** On this machine nothing stands before the emulator, so that its URL is known: tools can do more with it. */
function baseOf({ origin, hostname }: URL): string | undefined {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname) ? origin : undefined;
}
