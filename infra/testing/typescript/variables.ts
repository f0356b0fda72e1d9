import type { Account } from './schemas.ts';

interface Known {
  /** Base URL of the emulator. */
  url: string;
  controlKey: string;
  account: Pick<Account, 'accountId' | 'bots' | 'apps'>;
}

/** What programs read from their environment: a client the first ones, a test that controls the emulator the last. */
export function variablesOf({
  url,
  controlKey,
  account: { accountId, bots, apps },
}: Known): Record<string, string> {
  const builder = apps.find(({ kind }) => kind === 'builder');
  const admin = apps.find(({ kind }) => kind === 'admin');
  const given = {
    KORE_URL: url,
    KORE_BOT_ID: bots[0]?.botId,
    KORE_CLIENT_ID: builder?.clientId,
    KORE_CLIENT_SECRET: builder?.clientSecret,
    KORE_ADMIN_CLIENT_ID: admin?.clientId,
    KORE_ADMIN_CLIENT_SECRET: admin?.clientSecret,
    KORE_EMULATOR_URL: url,
    KORE_EMULATOR_CONTROL_KEY: controlKey,
    KORE_EMULATOR_ACCOUNT: accountId,
  };
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
