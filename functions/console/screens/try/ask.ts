import type { Account, App } from '../../state/account.ts';

/** A request as the form has it, and the address. */
export interface Ask {
  app: string;
  /** Of the token; empty: a good one, `none`: no token at all. */
  flaw: string;
  route: 'bot' | 'account';
  bot: string;
  type: string;
  callId: string;
  body: string;
}

/** What the address says, and a request that succeeds for all that it leaves open. */
export function askOf(values: Readonly<Record<string, string>>, { apps, bots }: Account): Ask {
  const route = values['route'] === 'account' ? 'account' : 'bot';
  const fitting = apps.find(({ kind }) => kind === (route === 'account' ? 'admin' : 'builder')) ?? apps[0];
  const named = apps.find(({ clientId }) => clientId === values['app']);
  return {
    app: (named ?? fitting)?.clientId ?? '',
    flaw: values['flaw'] ?? '',
    route,
    bot: values['bot'] ?? firstBot(named ?? fitting) ?? bots[0]?.botId ?? '',
    type: values['type'] ?? '',
    callId: values['callId'] ?? '',
    body: values['body'] ?? '{"limit": 2}',
  };
}

function firstBot(app: App | undefined): string | undefined {
  return app?.kind === 'builder' ? app.bots?.[0]?.botId : undefined;
}

export function pathOfAsk({ route, bot, type, callId }: Ask): string {
  const query = new URLSearchParams();
  if (type !== '') query.set('containmentType', type);
  if (callId !== '' && route === 'bot') query.set('callId', callId);
  const search = query.size > 0 ? `?${query}` : '';
  return route === 'account'
    ? `/api/public/getSessions${search}`
    : `/api/public/bot/${encodeURIComponent(bot)}/getSessions${search}`;
}

/** What the body may hold, each with a value to begin with. */
export function hintsAt(now: string): readonly (readonly [field: string, value: unknown, hint: string])[] {
  const day = (before: number): string =>
    new Date(Date.parse(now) - before * 86_400_000).toISOString().slice(0, 10);
  return [
    ['limit', 10, 'rows on a page'],
    ['skip', 0, 'rows before it'],
    ['dateFrom', day(6), 'first start, GMT'],
    ['dateTo', day(0), 'last start, GMT'],
    ['sessionType', 'interactive', 'interactive or non-interactive'],
    ['userId', 'u-1', "the user's id"],
    ['tags', { and: [{ name: 'name', values: ['value'] }] }, 'by tag'],
    ['sessionId', ['id'], 'ids; all else is ignored then'],
  ];
}

/** The body with one field more, where it is an object. */
export function withField(body: string, field: string, value: unknown): string {
  try {
    const parsed: unknown = body.trim() === '' ? {} : JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return body;
    return JSON.stringify({ ...parsed, [field]: value }, undefined, 1).replace(/\n\s*/g, ' ');
  } catch {
    return body;
  }
}
