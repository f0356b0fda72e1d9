import type { AccountOptions } from './api.ts';
import type { NewAccount } from './schemas.ts';

const defaultExpiry = 60;

/** The bots that rows name. */
function botsOf(rows: readonly unknown[]): { botId: string }[] {
  const ids = rows.flatMap((row) => {
    const { botId } = (typeof row === 'object' && row !== null ? row : {}) as { botId?: unknown };
    return typeof botId === 'string' ? [botId] : [];
  });
  return [...new Set(ids)].map((botId) => ({ botId }));
}

/** The body of the call that makes the account. */
export function newAccountOf({
  sessions,
  bots = sessions && botsOf(sessions),
  scenario,
  from,
  clock,
  settings,
  expiresInSeconds = defaultExpiry,
  ...others
}: AccountOptions): NewAccount {
  return {
    ...others,
    ...(bots === undefined ? {} : { bots }),
    expiresInSeconds,
    settings: { tokenClock: 'machine', ...settings },
    ...(clock === undefined ? {} : { clock: clockOf(clock) }),
    ...(from === undefined ? {} : { from: sourceOf(from) }),
    ...(scenario === undefined ? {} : { seed: scenario }),
    ...(sessions === undefined ? {} : { seed: sessions }),
  };
}

function clockOf(clock: NonNullable<AccountOptions['clock']>): NonNullable<NewAccount['clock']> {
  return typeof clock === 'string' ? { mode: 'frozen', now: clock } : clock;
}

function sourceOf(from: NonNullable<AccountOptions['from']>): NonNullable<NewAccount['from']> {
  if (typeof from !== 'string') return from;
  const [accountId = '', snapshot = ''] = from.split('/', 2);
  return { accountId, ...(snapshot === '' ? {} : { snapshot }) };
}
