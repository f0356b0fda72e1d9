import type { Account, AdminApp, App, BuilderApp } from '../domain/account.ts';
import { Refusal } from '../domain/refusal.ts';
import type { EmulatedApi } from './api.ts';
import type { Route } from './route.ts';

/**
 * Checks scope, then bot, in the vendor's order (observed).
 *
 * @returns the ids of the bots that the request is for
 * @throws Refusal where the app may not ask, or there is no such bot
 */
export function authorize(account: Account, app: App, route: Pick<Route, 'api' | 'botId'>): string[] {
  return app.kind === 'admin'
    ? authorizeAdmin(account, app, route)
    : authorizeBuilder(account, app, route.api, route.botId);
}

function authorizeAdmin(
  account: Account,
  app: AdminApp,
  { api, botId }: Pick<Route, 'api' | 'botId'>,
): string[] {
  const { id, adminWords } = api.scope;
  if (!app.scopes.includes(id)) throw scopeRefusal(`The admin app lacks the scope ${id} (${adminWords}).`);
  if (botId === undefined) return [...account.bots.keys()];
  if (account.bots.has(botId)) return [botId];
  throw new Refusal('unknownBot', 'bot_unknown', `The account has no bot ${botId}.`);
}

function authorizeBuilder(
  account: Account,
  app: BuilderApp,
  { routes, scope: { id, builderWords } }: EmulatedApi,
  botId: string | undefined,
): string[] {
  if (botId === undefined) {
    const botPath = routes.find(({ path }) => path.includes('{botId}'))?.path;
    throw new Refusal(
      'builderOnAccountRoute',
      'builder_app_on_account_route',
      `A builder app sees single bots only: use ${botPath ? `${botPath}, or ` : ''}an admin app.`,
    );
  }
  const link = app.bots.find((linked) => linked.botId === botId);
  const scopeSomewhere = app.bots.some(({ scopes }) => scopes.includes(id));
  if (link ? !link.scopes.includes(id) : !scopeSomewhere) {
    throw scopeRefusal(`The app lacks the scope ${id} (${builderWords}) for bot ${botId}.`);
  }
  if (!link || !account.bots.has(botId)) {
    throw new Refusal(
      'botNotLinked',
      'bot_not_linked',
      `Bot ${botId} is not linked to the app, or does not exist in its account.`,
    );
  }
  return [botId];
}

function scopeRefusal(text: string): Refusal {
  return new Refusal('scopeNotGranted', 'scope_not_granted', text);
}
