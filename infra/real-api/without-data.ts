import type { Ask, Target } from './ask.ts';
import type { Outcome } from './outcome.ts';

/** What looks like an id, an address or a token, wherever it stands. */
const telling = [
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
  /(?:\b[a-z]{1,2}-)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi,
  /\b[0-9a-f]{16,}\b/gi,
  /\b\d{7,}\b/g,
  /\beyJ[\w-]*(?:\.[\w-]*)*/g,
  /[\w/+-]{24,}/g,
];

/** An outcome whose message holds nothing of the data, of ids or of credentials, should it repeat what was sent. */
export function withoutData(outcome: Outcome, ask: Ask, target: Target): Outcome {
  if (outcome.kind === 'answered') return outcome;
  if (outcome.kind === 'refused') return { ...outcome, msg: clean(outcome.msg, ask, target) };
  const { error, why } = outcome;
  return {
    ...outcome,
    why: clean(why, ask, target) ?? why,
    ...(error ? { error: { ...error, msg: clean(error.msg, ask, target) } } : {}),
  };
}

const longest = 300;

function clean(msg: string | undefined, ask: Ask, { url, botId, app, admin }: Target): string | undefined {
  if (msg === undefined) return undefined;
  const credentials = [app, admin].flatMap((each) => (each ? [each.clientId, each.clientSecret] : []));
  const { host, hostname } = new URL(url);
  const sent = [
    url,
    host,
    hostname,
    botId,
    ...credentials,
    ...dataIn(ask.body),
    ...valuesIn(ask.query),
  ].filter((text) => text.length > 2);
  let text = msg;
  for (const each of sent) text = text.replaceAll(each, '…');
  for (const pattern of telling) text = text.replace(pattern, '…');
  return text.slice(0, longest);
}

/** The texts of a body that come from the data: users, tags and session ids. */
function dataIn(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [];
  const { userId, tags, sessionId, msgId } = body as Record<string, unknown>;
  return textsIn([userId, tags, sessionId, msgId]).filter((text) => !['user', 'session'].includes(text));
}

/** The values of a query string, as they are and as they were sent. */
function valuesIn(query = ''): string[] {
  const values = [...new URLSearchParams(query).values()];
  return values.flatMap((value) => [value, encodeURIComponent(value)]);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
