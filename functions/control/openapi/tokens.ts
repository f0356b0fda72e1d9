import * as z from 'zod';
import { flaws } from '../tokens/flaws.ts';
import { tokenRequestSchema } from '../tokens.ts';
import { answer, type Operation } from './operation.ts';

const tokenSchema = z.object({
  token: z.string(),
  claims: z.record(z.string(), z.unknown()),
  refusedFor: z
    .enum(Object.values(flaws).map(({ reason }) => reason))
    .optional()
    .meta({ description: 'With a flaw: the code of the reason that the vendor routes refuse it for.' }),
});

export const tokenOperations = (): Operation[] => [
  {
    method: 'post',
    path: '/accounts/{accountId}/tokens',
    tag: 'tokens',
    id: 'makeToken',
    summary: 'A token for an app: a good one, or one that is bad in one known way',
    body: { name: 'TokenRequest', schema: tokenRequestSchema, required: true },
    answers: { 200: answer('The token, and the claims in it', 'Token', tokenSchema) },
    problems: { 404: ['app_not_found'], 409: ['private_key_missing'] },
  },
];
