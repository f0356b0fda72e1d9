import { type Account, type App, sessionsScope } from '../domain/account.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Route } from './route.ts';

function scopeRefusal(text: string): Refusal {
  return new Refusal('scopeNotGranted', 'scope_not_granted', text);
}

/**
 * Checks scope, then bot, in the vendor's order (observed).
 *
 * @returns the ids of the bots whose sessions the request may see
 * @throws Refusal where the app may not ask, or there is no such bot
 */
export function authorize(account: Account, app: App, route: Route): string[] {
  if (app.kind === 'admin') {
    if (!app.scopes.includes(sessionsScope)) {
      throw scopeRefusal(`The admin app lacks the scope ${sessionsScope} (Bot Analytics > Bot Sessions).`);
    }
    if (route.kind === 'account') return [...account.bots.keys()];
    if (account.bots.has(route.botId)) return [route.botId];
    throw new Refusal('unknownBot', 'bot_unknown', `The account has no bot ${route.botId}.`);
  }

  if (route.kind === 'account') {
    throw new Refusal(
      'builderOnAccountRoute',
      'builder_app_on_account_route',
      'A builder app sees single bots only: use /api/public/bot/{botId}/getSessions, or an admin app.',
    );
  }
  const link = app.bots.find(({ botId }) => botId === route.botId);
  const scopeSomewhere = app.bots.some(({ scopes }) => scopes.includes(sessionsScope));
  if (link ? !link.scopes.includes(sessionsScope) : !scopeSomewhere) {
    throw scopeRefusal(`The app lacks the scope ${sessionsScope} (Bot Sessions) for bot ${route.botId}.`);
  }
  if (!link || !account.bots.has(route.botId)) {
    throw new Refusal(
      'botNotLinked',
      'bot_not_linked',
      `Bot ${route.botId} is not linked to the app, or does not exist in its account.`,
    );
  }
  return [route.botId];
}
