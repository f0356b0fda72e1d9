/** An account as the control API shows it. */
export interface AccountView {
  accountId: string;
  createdAt: string;
  expiresAt?: string;
  clock: ClockView;
  rateLimit: unknown;
  bots: { botId: string; name: string }[];
  apps: AppView[];
}

/** By what an answer is known to be an account, and a clock. */
export const accountShape = {
  accountId: 'string',
  createdAt: 'string',
  clock: 'object',
  bots: 'array',
  apps: 'array',
} as const;

export const clockShape = { mode: 'string', now: 'string' } as const;

export interface AppView {
  kind: 'builder' | 'admin';
  name: string;
  clientId: string;
  clientSecret: string;
}

export interface ClockView {
  mode: string;
  now: string;
  offsetMs?: number;
}

export function clockText({ mode, now }: ClockView): string {
  return `${mode}, shows ${now}`;
}

/** What a person wants to know of an account: its bots, and the credentials of its apps. */
export function accountText({ accountId, expiresAt, clock, bots, apps }: AccountView): string {
  return [
    `account        ${accountId}`,
    ...(expiresAt === undefined ? [] : [`expires        ${expiresAt}`]),
    `clock          ${clockText(clock)}`,
    ...bots.map(({ botId, name }) => `bot            ${botId}  ${name}`),
    ...apps.flatMap(({ kind, clientId, clientSecret }) => [
      `${`${kind} app`.padEnd(13)}  client id      ${clientId}`,
      `               client secret  ${clientSecret}`,
    ]),
  ].join('\n');
}
