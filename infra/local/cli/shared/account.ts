import type { AccountView, ClockView } from '../../../client/types.ts';

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
