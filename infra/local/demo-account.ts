import type { Bot } from '../../functions/domain/account.ts';
import { sessionsScope } from '../../functions/domain/account.ts';
import { realClock } from '../../functions/domain/clock.ts';
import {
  deriveBotId,
  deriveClientId,
  deriveClientSecret,
} from '../../functions/domain/generator/identifiers.ts';
import type { NewAccount } from '../../functions/store/accounts/accounts.ts';

export const demoAccountId = 'demo';

// Ids and secrets come from this name, so that they are the same at every start and on every machine.
const seed = 'kore-sessions-emulator';

const credentials = (name: string) => ({
  clientId: deriveClientId(seed, name),
  clientSecret: deriveClientSecret(seed, name),
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
export function demoAccount(bots: readonly Bot[], createdAt: number): NewAccount {
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
        ...credentials('builder'),
        bots: bots.map(({ botId }) => ({ botId, scopes: [sessionsScope] })),
      },
      { kind: 'admin', name: 'Demo admin app', ...credentials('admin'), scopes: [sessionsScope] },
    ],
  };
}
