import { choose } from '../../state/route.ts';

/** What a person asks of the sessions, in the words of the emulated API; as the address has it. */
export interface SessionQuery {
  bot: string;
  dateFrom: string;
  dateTo: string;
  containmentType: string;
  sessionType: string;
  userId: string;
  callId: string;
  tags: string;
  sessionId: string;
  skip: number;
  limit: number;
}

export const pageSizes = [25, 50, 100, 500] as const;

type Values = Readonly<Record<string, string>>;

export function queryOf(values: Values): SessionQuery {
  const text = (name: string): string => values[name] ?? '';
  const number = (name: string, otherwise: number): number => {
    const given = Number(values[name]);
    return Number.isInteger(given) && given >= 0 && values[name] ? given : otherwise;
  };
  return {
    bot: text('bot'),
    dateFrom: text('dateFrom'),
    dateTo: text('dateTo'),
    containmentType: text('containmentType'),
    sessionType: text('sessionType'),
    userId: text('userId'),
    callId: text('callId'),
    tags: text('tags'),
    sessionId: text('sessionId'),
    skip: number('skip', 0),
    limit: Math.max(1, number('limit', pageSizes[0])),
  };
}

/** The request that asks for it, as `explain` takes it. */
export function supposedOf(query: SessionQuery) {
  const { bot, containmentType, callId, skip, limit, sessionId, tags, ...rest } = query;
  const parameters = new URLSearchParams();
  if (containmentType !== '') parameters.set('containmentType', containmentType);
  if (callId !== '') parameters.set('callId', callId);
  const ids = sessionId.split(/[\s,]+/).filter(Boolean);
  const filters = Object.entries(rest).filter(([, value]) => value !== '');
  return {
    route: bot === '' ? 'account' : 'bot',
    ...(bot === '' ? {} : { botId: bot }),
    query: parameters.toString(),
    body: {
      ...Object.fromEntries(filters),
      ...(tags.trim() === '' ? {} : { tags: parsed(tags) }),
      ...(ids.length > 0 ? { sessionId: ids } : {}),
      skip,
      limit,
    },
    withAnswer: true,
  };
}

/** A text that should be JSON: the emulated API itself says what is wrong with one that is not. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The same filters as the counts take them; the chart shows all time. */
export function summaryFilters(query: SessionQuery) {
  const { bot, containmentType, sessionType, userId, callId, tags } = query;
  const tagsAreJson = tags.trim() !== '' && typeof parsed(tags) === 'object';
  return {
    ...(bot && { botId: [bot] }),
    ...(containmentType && { containmentType }),
    ...(sessionType && { sessionType }),
    ...(userId && { userId }),
    ...(callId && bot && { callId }),
    ...(tagsAreJson && { tags: tags.trim() }),
  };
}

/** Changes what is asked; the first page is shown then. */
export const ask = (values: Readonly<Record<string, string | undefined>>): void =>
  choose({ ...values, skip: undefined }, { replace: true });

export const noFilters = {
  bot: undefined,
  dateFrom: undefined,
  dateTo: undefined,
  containmentType: undefined,
  sessionType: undefined,
  userId: undefined,
  callId: undefined,
  tags: undefined,
  sessionId: undefined,
  skip: undefined,
} as const;
