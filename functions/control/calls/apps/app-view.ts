import * as z from 'zod';
import { type App, signingAlgorithms } from '../../../domain/account.ts';
import type { JweKeyPairStore } from '../../../store/accounts/jwe-key-pair.ts';

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

/** An app as the API shows it, secret included, and the key to encrypt to where it enforces JWE. */
export async function appView(app: App, keyPairs: JweKeyPairStore): Promise<z.output<typeof appViewSchema>> {
  if (!app.enforceJwe) return app;
  return { ...app, jwePublicKey: (await keyPairs.readOrCreate()).publicKey };
}
