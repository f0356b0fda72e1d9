import * as z from 'zod';
import { type Account, type App, longestJtiLife } from '../../../domain/account.ts';
import { parseDuration } from '../../../domain/dates.ts';
import { tokenNow } from '../../../domain/token-clock.ts';
import { json } from '../../answer.ts';
import { jsonBody } from '../../body.ts';
import { defineCall } from '../../call.ts';
import { appNotFound, invalidField, Problem } from '../../problem.ts';
import { claimsOf } from '../../tokens/claims.ts';
import { encrypt } from '../../tokens/encrypt.ts';
import { flawNames, flaws, misfitOf, needsSignature } from '../../tokens/flaws.ts';
import { sign, signingAlgorithmOf } from '../../tokens/sign.ts';

const defaultLife = 3600;
const longestLife = 10 * 366 * 86_400;
const lifeMessage = `must be seconds from 1 to ${longestLife}, or an ISO 8601 duration such as PT15M`;

const lifeSchema = z.union([z.number(), z.string()], lifeMessage).transform((value, context) => {
  const seconds = typeof value === 'string' ? (parseDuration(value) ?? Number.NaN) / 1000 : value;
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= longestLife) return seconds;
  context.issues.push({ code: 'custom', input: value, message: lifeMessage });
  return z.NEVER;
});

const tokenRequestSchema = z.strictObject({
  clientId: z.string().min(1).max(256),
  /** How long it is valid, from the time that tokens are checked by: seconds or an ISO 8601 duration; an hour when left out. */
  expiresIn: lifeSchema.optional(),
  /** Added to the token's own claims or put in their place; null takes a claim away. */
  claims: z.record(z.string(), z.unknown()).default({}),
  /** The one way in which the token is bad. */
  flaw: z.enum(flawNames).optional(),
});

type TokenRequest = z.output<typeof tokenRequestSchema>;

/** @throws Problem where no such token can be made for the app */
function check({ flaw, expiresIn }: TokenRequest, app: App, { settings }: Account): void {
  const misfit = flaw && misfitOf(flaw, app, settings);
  if (misfit !== undefined) throw invalidField('flaw', misfit);
  if (needsSignature(flaw) && signingAlgorithmOf(app) === undefined) {
    throw new Problem(
      409,
      'private_key_missing',
      `The app ${app.clientId} allows ${app.algorithms.join(' and ')} only, and the emulator has its public key, not the private one: sign the token where the private key is, or make an app that allows HS256.`,
    );
  }
  if (flaw === 'secretBase64Decoded' && Buffer.from(app.clientSecret, 'base64').length === 0) {
    throw invalidField('flaw', 'needs an app whose secret has base64 digits');
  }
  const tooLong = app.enforceJti && (expiresIn ?? 0) > longestJtiLife;
  if (flaw !== 'jtiExpiryTooFar' && tooLong) {
    throw invalidField(
      'expiresIn',
      `must be at most ${longestJtiLife} seconds, as the app enforces JTI; flaw jtiExpiryTooFar makes a token that breaks this`,
    );
  }
}

const tokenSchema = z.object({
  token: z.string(),
  claims: z.record(z.string(), z.unknown()),
  refusedFor: z
    .enum(Object.values(flaws).map(({ reason }) => reason))
    .optional()
    .meta({ description: 'With a flaw: the code of the reason that the vendor routes refuse it for.' }),
});

export const makeToken = defineCall({
  method: 'post',
  path: '/accounts/{accountId}/tokens',
  tag: 'tokens',
  id: 'makeToken',
  summary: 'A token for an app: a good one, or one that is bad in one known way',
  body: { ...jsonBody('TokenRequest', tokenRequestSchema), required: true },
  answers: { 200: json('The token, and the claims in it', 'Token', tokenSchema) },
  problems: { 404: ['app_not_found'], 409: ['private_key_missing'] },
  run: async ({ account, body: request }, { store, time }) => {
    const { clientId, flaw } = request;
    const app = account.apps.get(clientId);
    if (!app) throw appNotFound(account.accountId);
    check(request, app, account);
    const claims = claimsOf({
      app,
      claims: request.claims,
      life: request.expiresIn ?? defaultLife,
      now: Math.floor(tokenNow(account, time.now()).ms / 1000),
      clockSkewSeconds: account.settings.clockSkewSeconds,
      flaw,
    });
    const token = await encrypt(await sign(claims, app, flaw), app, flaw, store.jweKeyPair);
    if (flaw === 'jtiReplayed' && claims.jti !== undefined) {
      await store.seenTokens.use(account, clientId, claims.jti, time.now());
    }
    return { status: 200, body: { token, claims, ...(flaw ? { refusedFor: flaws[flaw].reason } : {}) } };
  },
});
