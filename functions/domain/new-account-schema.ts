import * as z from 'zod';
import { allScopes, signingAlgorithms } from './account.ts';
import { idSchema } from './id-schema.ts';
import { storedText } from './stored-text.ts';

/** After how many seconds an account expires: a year at most. */
export const accountExpirySchema = z
  .int()
  .min(1)
  .max(366 * 86_400);

const name = storedText.min(1).max(128);
const scopes = z.array(storedText.min(1).max(128)).max(50);

export const botSchema = z.strictObject({ botId: idSchema.optional(), name: name.optional() });

const link = z.union(
  [
    idSchema.transform((botId) => ({ botId, scopes: undefined })),
    z.strictObject({ botId: idSchema, scopes: scopes.optional() }),
  ],
  'must be a bot id, or an object with botId and scopes',
);

/** Apps of earlier versions may have shorter ones. */
const shortestSecret = 8;

const credentials = {
  clientId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,128}$/, 'must be 1 to 128 letters, digits, hyphens or underscores')
    .optional(),
  clientSecret: storedText
    .min(
      shortestSecret,
      `must have at least ${shortestSecret} characters: a shorter one stands in other words, and could not be kept out of the journal`,
    )
    .max(512)
    .optional(),
  name: name.optional(),
  algorithms: z.array(z.enum(signingAlgorithms)).min(1).default(['HS256']),
  /** PEM (SPKI) of an RSA key of at least 2,048 bits. */
  publicKey: storedText.max(4096).optional(),
  enforceJti: z.boolean().default(false),
  enforceJwe: z.boolean().default(false),
};

export const appSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('builder'), ...credentials, bots: z.array(link).max(200).optional() }),
  z.strictObject({ kind: z.literal('admin'), ...credentials, scopes: scopes.default([...allScopes]) }),
]);

const clientId = credentials.clientId.unwrap();

/** A new bot, and the builder apps that are linked to it. */
export const addedBotSchema = botSchema.extend({
  /** Their client ids, or all there are. */
  apps: z.union([z.literal('all'), z.array(clientId).max(50)], 'must be "all", or client ids').optional(),
});

export const botChangeSchema = z.strictObject({ name: name.optional() });

/** A change of an app; what is left out stays. */
export const appChangeSchema = z.strictObject({
  clientSecret: credentials.clientSecret,
  name: credentials.name,
  algorithms: credentials.algorithms.unwrap().optional(),
  /** Null takes it away. */
  publicKey: credentials.publicKey.unwrap().nullable().optional(),
  enforceJti: z.boolean().optional(),
  enforceJwe: z.boolean().optional(),
  /** Of builder apps: all links from now on. */
  bots: z.array(link).max(200).optional(),
  /** Of admin apps. */
  scopes: scopes.optional(),
});

export type BotInput = z.output<typeof botSchema>;
export type AppInput = z.output<typeof appSchema>;
export type AppChange = z.output<typeof appChangeSchema>;
