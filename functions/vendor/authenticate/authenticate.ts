import type { JWTPayload } from 'jose';
import { type Account, type App, isExpired } from '../../domain/account.ts';
import { accountNow } from '../../domain/clock.ts';
import { Refusal } from '../../domain/refusal.ts';
import { tokenNow } from '../../domain/token-clock.ts';
import type { HeaderFields } from '../../http/application.ts';
import type { JweKeyPairStore } from '../../store/accounts/jwe-key-pair.ts';
import { noUsage, type Usage } from '../../store/table/meter.ts';
import type { VendorStore } from '../../store/vendor-store.ts';
import { clientMissing, describeClientId, type NamedClient } from './client-id.ts';
import type { DecodedToken } from './compact.ts';
import { enforceJti } from './jti.ts';
import { isEncrypted, readAuthHeader } from './token.ts';
import { clientIdsOnce, decodeOnce } from './token-memory.ts';
import { verify } from './verify.ts';

export interface Caller {
  account: Account;
  app: App;
  /** The account's clock, Unix ms. */
  now: number;
}

/** What becomes known while a token is looked at. */
interface Findings {
  /** Set as soon as it is known, so that a refused request can be attributed. */
  caller?: Caller;
  /** Set once the token has been read, whoever made it. */
  token?: DecodedToken;
  /** What is odd about a token that is accepted. */
  notes: string[];
  usage: Usage;
}

/**
 * Finds out who calls and whether the token proves it.
 *
 * @param systemNow the machine's clock, Unix ms
 * @throws Refusal where it does not
 */
export async function authenticate(
  headers: HeaderFields,
  store: VendorStore,
  systemNow: number,
  findings: Findings,
): Promise<Caller> {
  const { caller, claims } = await prove(headers, store, systemNow, findings);
  const { account, app } = caller;
  if (app.enforceJti) {
    const { ms } = tokenNow(account, systemNow);
    await enforceJti(claims, app, account, store.seenTokens, ms, systemNow, findings.usage);
  }
  return caller;
}

/**
 * Whose token a request carries that was refused before anybody looked at it. The token has to prove it, as it has to
 * for an answer; what it may be used for once is not used up.
 *
 * @returns undefined where it proves nobody
 */
export async function identify(
  headers: HeaderFields,
  store: VendorStore,
  systemNow: number,
): Promise<Caller | undefined> {
  try {
    return (await prove(headers, store, systemNow, { notes: [], usage: noUsage() })).caller;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

async function prove(
  headers: HeaderFields,
  store: VendorStore,
  systemNow: number,
  findings: Findings,
): Promise<{ caller: Caller; claims: JWTPayload }> {
  const { usage } = findings;
  const sent = readAuthHeader(headers);
  const encrypted = isEncrypted(sent);
  const token = encrypted ? await open(sent, store.jweKeyPair, usage) : sent;
  const decoded = decodeOnce(token);
  findings.token = decoded;

  const caller = await findCaller(clientIdsOnce(token), store, systemNow, usage);
  findings.caller = caller;
  const { account, app } = caller;
  if (app.enforceJwe && !encrypted) {
    throw new Refusal('unacceptableToken', 'jwe_required', 'The app enforces JWE: encrypt the signed token.');
  }
  if (!app.enforceJwe && encrypted) {
    throw new Refusal(
      'unacceptableToken',
      'jwe_not_enabled',
      'The token is encrypted, and the app does not enforce JWE.',
    );
  }
  const notes = await verify(token, decoded, app, account, tokenNow(account, systemNow));
  findings.notes.push(...notes);
  return { caller, claims: decoded.claims };
}

/** What decrypts is loaded for those who encrypt: most do not. */
async function open(sent: string, keyPairs: JweKeyPairStore, usage: Usage): Promise<string> {
  const { decrypt } = await import('./decrypt.ts');
  return decrypt(sent, keyPairs, usage);
}

/** Who the first claim names; who another names only where its account's settings have it so. */
async function findCaller(
  clientIds: readonly [NamedClient, ...NamedClient[]],
  store: VendorStore,
  systemNow: number,
  usage: Usage,
): Promise<Caller> {
  const [first] = clientIds;
  const named = await callerNamed(first, store, systemNow, usage);
  if (named) return named;
  for (const other of clientIds.slice(1)) {
    const caller = await callerNamed(other, store, systemNow, usage);
    if (caller?.account.settings.clientIdClaim === 'any') return caller;
  }
  throw new Refusal(
    'invalidCredentials',
    'client_unknown',
    `No app has the client id ${describeClientId(first.clientId)}.`,
  );
}

async function callerNamed(
  { claim, clientId }: NamedClient,
  store: VendorStore,
  systemNow: number,
  usage: Usage,
): Promise<Caller | undefined> {
  const found = await store.accounts.findByClientId(clientId, usage);
  if (!found) return undefined;
  const { account, app } = found;
  if (claim === 'kore_iss' && account.settings.koreIss === 'refuse') throw clientMissing();
  if (isExpired(account, systemNow)) {
    throw new Refusal(
      'invalidCredentials',
      'account_expired',
      `The account of the client id ${clientId} has expired.`,
    );
  }
  return { account, app, now: accountNow(account.clock, systemNow) };
}
