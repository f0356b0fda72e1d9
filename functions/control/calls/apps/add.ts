import * as z from 'zod';
import { type App, signingAlgorithms } from '../../../domain/account.ts';
import { appSchema } from '../../../domain/new-account-schema.ts';
import type { JweKeyPairStore } from '../../../store/accounts/jwe-key-pair.ts';
import { json } from '../../answer.ts';
import { mostApps, prepareApp } from '../../apps.ts';
import { jsonBody } from '../../body.ts';
import { defineCall } from '../../call.ts';
import { accountNotFound, holdsTooMany } from '../../problem.ts';

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

export const addApp = defineCall({
  method: 'post',
  path: '/accounts/{accountId}/apps',
  tag: 'accounts',
  id: 'addApp',
  summary: 'Add an app; what is left out is made up',
  body: { ...jsonBody('NewApp', appSchema), required: true },
  answers: { 201: json('The app, its secret included', 'App', appViewSchema) },
  problems: { 409: ['client_id_taken'] },
  run: async ({ account, body }, { store, time }) => {
    const app = prepareApp(body, [...account.bots.values()], '');
    if (account.apps.size >= mostApps) throw holdsTooMany('apps', mostApps);
    if (!(await store.accounts.addApp(account, app, time.now()))) throw accountNotFound(account.accountId);
    return { status: 201, body: await appView(app, store.jweKeyPair) };
  },
});
