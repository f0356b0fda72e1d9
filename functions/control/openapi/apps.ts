import * as z from 'zod';
import { signingAlgorithms } from '../../domain/account.ts';
import { appSchema } from '../../domain/new-account.ts';
import { answer, type Operation } from './operation.ts';

const credentials = {
  clientId: z.string(),
  clientSecret: z.string(),
  name: z.string(),
  algorithms: z.array(z.enum(signingAlgorithms)),
  publicKey: z.string().optional(),
  enforceJti: z.boolean(),
  enforceJwe: z.boolean(),
  jwePublicKey: z
    .string()
    .optional()
    .meta({ description: 'Where the app enforces JWE: the PEM text of the key to encrypt tokens with.' }),
};

export const appViewSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('builder'),
    ...credentials,
    bots: z.array(z.object({ botId: z.string(), scopes: z.array(z.string()) })),
  }),
  z.object({ kind: z.literal('admin'), ...credentials, scopes: z.array(z.string()) }),
]);

export const appOperations = (): Operation[] => [
  {
    method: 'post',
    path: '/accounts/{accountId}/apps',
    tag: 'accounts',
    id: 'addApp',
    summary: 'Add an app; what is left out is made up',
    body: { name: 'NewApp', schema: appSchema, required: true },
    answers: { 201: answer('The app, its secret included', 'App', appViewSchema) },
    problems: { 409: ['client_id_taken'] },
  },
];
