import type { Generation, NewAccount } from './schemas.ts';

/** The name of a scenario that the generator knows, such as `demo`. */
export type ScenarioName = NonNullable<Extract<Generation, { scenario: unknown }>['scenario']>;

export interface AccountOptions {
  /** Left out, one bot. */
  bots?: NewAccount['bots'];
  /** Left out, a builder app that is linked to every bot, and an admin app. */
  apps?: NewAccount['apps'];
  /** Rows as getSessions gives them. */
  sessions?: readonly unknown[];
  /** Made-up sessions. */
  scenario?: ScenarioName;
  /** Another account to take bots, clock and sessions from: `ACCOUNT/SNAPSHOT`, or `ACCOUNT/` as it is now. */
  from?: string | NonNullable<NewAccount['from']>;
  /** The ISO time at which the clock stands, or a clock as the control API takes it. */
  clock?: string | NewAccount['clock'];
  /** Tokens are checked by the machine's clock unless `tokenClock` is given. */
  settings?: NewAccount['settings'];
  rateLimit?: NewAccount['rateLimit'];
  /** The id; left out, a new one. */
  accountId?: string;
  /**
   * For how many seconds the account outlives the process that made it; 60 when left out. It is prolonged while the
   * process runs.
   */
  expiresInSeconds?: number;
}

const defaultExpiry = 60;

/** The bots that rows name. */
export function botsOf(rows: readonly unknown[]): { botId: string }[] {
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
