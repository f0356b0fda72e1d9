import * as z from 'zod';
import { answer, type Operation } from './operation.ts';

const healthSchema = z.object({ version: z.string(), engine: z.string(), ready: z.boolean() });

export const serviceOperations = (): Operation[] => [
  {
    method: 'get',
    path: '/health',
    tag: 'service',
    id: 'getHealth',
    summary: 'Which version runs on what, and whether its table answers',
    open: true,
    answers: {
      200: answer('Ready', 'Health', healthSchema),
      503: answer('The table does not answer', 'Health', healthSchema),
    },
  },
  {
    method: 'get',
    path: '/openapi.json',
    tag: 'service',
    id: 'getOpenApi',
    summary: 'This document',
    open: true,
    answers: {
      200: answer('An OpenAPI 3.1 document', 'OpenApi', z.looseObject({ openapi: z.string() })),
    },
  },
];
