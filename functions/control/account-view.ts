import type { Account, App } from '../domain/account.ts';
import { toIso } from '../domain/dates.ts';
import type { JweKeyPairStore } from '../store/accounts/jwe-key-pair.ts';
import { clockView } from './clock.ts';

/** An app as the API shows it, secret included, and the key to encrypt to where it enforces JWE. */
export async function appView(app: App, keyPairs: JweKeyPairStore): Promise<App & { jwePublicKey?: string }> {
  if (!app.enforceJwe) return app;
  return { ...app, jwePublicKey: (await keyPairs.readOrCreate()).publicKey };
}

export async function accountView(account: Account, keyPairs: JweKeyPairStore, systemNow: number) {
  return {
    accountId: account.accountId,
    createdAt: toIso(account.createdAt),
    ...(account.expiresAt === undefined ? {} : { expiresAt: toIso(account.expiresAt) }),
    clock: clockView(account.clock, systemNow),
    settings: account.settings,
    rateLimit: account.rateLimit ?? 'off',
    bots: [...account.bots.values()],
    apps: await Promise.all([...account.apps.values()].map((app) => appView(app, keyPairs))),
  };
}
