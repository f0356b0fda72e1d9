import { type Api, apis } from '../../api/apis.ts';
import type { Account, App } from '../../state/account.ts';

/** A request as the form has it, and the address. */
export interface Ask {
  api: Api;
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
  const api = apis.find((each) => each === values['api']) ?? 'getSessions';
  // Version 2 of getMessages is for single bots only.
  const route = values['route'] === 'account' && api !== 'getMessagesV2' ? 'account' : 'bot';
  const fitting = apps.find(({ kind }) => kind === (route === 'account' ? 'admin' : 'builder')) ?? apps[0];
  const named = apps.find(({ clientId }) => clientId === values['app']);
  return {
    api,
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

export function pathOfAsk({ api, route, bot, type, callId }: Ask): string {
  const query = new URLSearchParams();
  if (type !== '' && api === 'getSessions') query.set('containmentType', type);
  if (callId !== '' && route === 'bot') query.set('callId', callId);
  const search = query.size > 0 ? `?${query}` : '';
  return route === 'account'
    ? `/api/public/${api}${search}`
    : `/api/public/bot/${encodeURIComponent(bot)}/${api}${search}`;
}

type Hint = readonly [field: string, value: unknown, hint: string];

/** What the body may hold, each with a value to begin with. */
export function hintsAt(now: string, api: Api): readonly Hint[] {
  const day = (before: number): string =>
    new Date(Date.parse(now) - before * 86_400_000).toISOString().slice(0, 10);
  const isOfSessions = api === 'getSessions';
  const own: readonly Hint[] = isOfSessions
    ? [
        ['sessionType', 'interactive', 'interactive or non-interactive'],
        ['sessionId', ['id'], 'ids; all else is ignored then'],
      ]
    : [
        ['sessionId', ['id'], 'ids of sessions'],
        ['forward', true, 'oldest first'],
        ['channelType', 'rtm', 'a channel'],
        ['msgId', 'ms-1', 'begin at a message; without dates'],
      ];
  return [
    ['limit', 10, 'rows on a page'],
    ['skip', 0, 'rows before it'],
    ['dateFrom', day(6), isOfSessions ? 'first start, GMT' : 'from, GMT'],
    ['dateTo', day(0), isOfSessions ? 'last start, GMT' : 'to, GMT'],
    ['userId', 'u-1', "the user's id"],
    ['tags', { and: [{ name: 'name', values: ['value'] }] }, 'by tag'],
    ...own,
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
