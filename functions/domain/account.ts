import type { AccountClock } from './clock.ts';
import type { FaultPlan } from './faults.ts';
import type { Layers } from './layers.ts';
import type { RateLimit } from './rate-limit.ts';
import type { SessionLog } from './session-log.ts';
import type { AccountSettings } from './settings.ts';

/** JWS algorithms an app can be set to accept (RFC 7518 names). */
export const signingAlgorithms = ['HS256', 'HS512', 'RS256', 'RS512'] as const;
export type SigningAlgorithm = (typeof signingAlgorithms)[number];

/** Claims of a token that may hold the client id; the first one present counts. */
export const clientIdClaims = ['appId', 'iss', 'clientId', 'kore_iss'] as const;

/** The longest life of a token whose `jti` counts, seconds (vendor documentation). */
export const longestJtiLife = 3600;

/** What getSessions asks for: "Bot Sessions", and "Bot Analytics > Bot Sessions" of admin apps. */
export const sessionsScope = 'bot_sessions:read';

/** What getMessages asks for: "Chat History", and "Bot Analytics > Chat History" of admin apps. */
export const messagesScope = 'chat_history:read';

/** The scopes of an app for which none are named: all that the emulated APIs ask for. */
export const allScopes: readonly string[] = [sessionsScope, messagesScope];

export interface Bot {
  botId: string;
  name: string;
}

interface AppCredentials {
  clientId: string;
  /** Used as the literal string, never base64-decoded. */
  clientSecret: string;
  name: string;
  algorithms: SigningAlgorithm[];
  /** PEM (SPKI) of the key that RS256 and RS512 tokens are verified with. */
  publicKey?: string;
  enforceJti: boolean;
  enforceJwe: boolean;
}

/** An app of the bot builder: linked to bots, with scopes per bot. */
export interface BuilderApp extends AppCredentials {
  kind: 'builder';
  bots: { botId: string; scopes: string[] }[];
}

/** An app of the admin console: its scopes cover every bot of the account. */
export interface AdminApp extends AppCredentials {
  kind: 'admin';
  scopes: string[];
}

export type App = BuilderApp | AdminApp;

/** The unit of isolation: what one credential can see, and the rules it is answered by. */
export interface Account {
  accountId: string;
  /** Unix ms of the machine's clock. */
  createdAt: number;
  /** Unix ms of the machine's clock; from then on the account's credentials are unknown. */
  expiresAt?: number;
  clock: AccountClock;
  settings: AccountSettings;
  /** Null: no limit. */
  rateLimit: RateLimit | null;
  /** Null: none. */
  faults: FaultPlan | null;
  /** Tells the account from earlier ones that had its id. */
  born: number;
  /** Tells what was before a reset or a restore from what is after it. */
  epoch: number;
  layers: Layers;
  /** Set where its sessions are no more the account's: a request that began before a reset goes on with them. */
  isPast?: true;
  /** What has become of its sessions, by day. */
  log: SessionLog;
  bots: ReadonlyMap<string, Bot>;
  apps: ReadonlyMap<string, App>;
}

/** Whether an account is over at an instant of the machine's clock (Unix ms). */
export const isExpired = ({ expiresAt }: Pick<Account, 'expiresAt'>, now: number): boolean =>
  expiresAt !== undefined && expiresAt <= now;
