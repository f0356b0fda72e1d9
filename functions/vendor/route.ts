import { Refusal } from '../domain/refusal.ts';

/** Where a request goes: to one bot's sessions, or to those of every bot of the account. */
export type Route = { kind: 'bot'; botId: string } | { kind: 'account' };

const botPath = /^\/api\/public\/(?:bot|stream)\/([^/]+)\/getSessions$/;
const accountPath = '/api/public/getSessions';
const publicPath = /^\/api\/public(?:\/|$)/;

/** Whose path it is, whatever the method. */
export function routeOfPath(path: string): Route['kind'] | 'other' {
  if (path === accountPath) return 'account';
  return botPath.test(path) ? 'bot' : 'other';
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Broken percent-encoding names no bot; the check of the bot says so.
    return segment;
  }
}

/**
 * Finds the route of a request, before anything else is looked at: the vendor refuses a wrong method or
 * path without asking who calls (observed).
 *
 * @throws Refusal for another method or path
 */
export function findRoute(method: string, path: string): Route {
  const botSegment = botPath.exec(path)?.[1];
  if (botSegment === undefined && path !== accountPath) {
    if (publicPath.test(path)) {
      throw new Refusal('methodNotAllowed', 'path_unknown', `No API is emulated at ${path}.`);
    }
    throw new Refusal(
      'notFound',
      'path_unknown',
      'The emulated routes are POST /api/public/bot/{botId}/getSessions and POST /api/public/getSessions.',
    );
  }
  if (method !== 'POST') {
    throw new Refusal('methodNotAllowed', 'method_not_allowed', `Use POST, not ${method}.`);
  }
  return botSegment === undefined ? { kind: 'account' } : { kind: 'bot', botId: decode(botSegment) };
}
