import type { AccountView, AppView, ClockView } from '../../../client/types.ts';
import { Failure } from '../../../errors.ts';

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

/** The app that --client names, or the account's first of a kind. */
export function chooseApp(
  { apps, accountId }: AccountView,
  clientId: string | undefined,
  kind: AppView['kind'],
): AppView {
  const app = clientId
    ? apps.find((candidate) => candidate.clientId === clientId)
    : apps.find((candidate) => candidate.kind === kind);
  if (app) return app;
  throw new Failure(
    clientId
      ? `The account ${accountId} has no app with the client id ${clientId}; it has ${apps.map((candidate) => candidate.clientId).join(', ') || 'none'}.`
      : `The account ${accountId} has no ${kind} app: name another app with --client.`,
  );
}
