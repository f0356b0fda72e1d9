import { randomBytes } from 'node:crypto';
import type { App, Bot } from '../../functions/domain/account.ts';
import { allScopes } from '../../functions/domain/account.ts';
import { realClock } from '../../functions/domain/clock.ts';
import {
  deriveBotId,
  deriveClientId,
  deriveClientSecret,
} from '../../functions/domain/generator/identifiers.ts';
import type { NewAccount } from '../../functions/store/accounts/accounts.ts';

export const demoAccountId = 'demo';

// What is derived from this name is the same at every start and on every machine.
const seed = 'kore-sessions-emulator';

/** Gives the secret of an app: `builder` or `admin`. */
export type SecretOf = (kind: App['kind']) => string;

/** The same everywhere and public: for sessions that are made up, where only this machine can ask. */
export const knownSecret: SecretOf = (kind) => deriveClientSecret(seed, kind);

export const randomSecret: SecretOf = () => randomBytes(32).toString('base64');

const credentials = (kind: App['kind'], secretOf: SecretOf) => ({
  clientId: deriveClientId(seed, kind),
  clientSecret: secretOf(kind),
  algorithms: ['HS256' as const],
  enforceJti: false,
  enforceJwe: false,
});

/** The bots of the demo account. */
export const demoBots: readonly Bot[] = [
  { botId: deriveBotId(seed, 'support'), name: 'Support' },
  { botId: deriveBotId(seed, 'orders'), name: 'Orders' },
];

/** The account a laptop starts with: a builder app linked to every bot, and an admin app. */
export function demoAccount(bots: readonly Bot[], createdAt: number, secretOf: SecretOf): NewAccount {
  return {
    accountId: demoAccountId,
    createdAt,
    clock: realClock,
    settings: {},
    bots,
    apps: [
      {
        kind: 'builder',
        name: 'Demo builder app',
        ...credentials('builder', secretOf),
        bots: bots.map(({ botId }) => ({ botId, scopes: [...allScopes] })),
      },
      { kind: 'admin', name: 'Demo admin app', ...credentials('admin', secretOf), scopes: [...allScopes] },
    ],
  };
}
