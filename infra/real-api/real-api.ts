import type { Time } from '../../functions/domain/time.ts';
import { causeOf } from '../errors.ts';
import type { Ask, Target } from './ask.ts';
import { failed, type Outcome, outcomeOf } from './outcome.ts';
import type { Pace } from './pace.ts';
import { makeToken } from './token.ts';
import { withoutData } from './without-data.ts';

/** What sends requests: `fetch`, or whatever stands in its place. */
export type Send = (url: string, init: RequestInit) => Promise<Response>;

const longestWaitMs = 30_000;

/** The real API, or what plays it. Requests go one after the other, paced; none changes anything. */
export class RealApi {
  readonly #target: Target;
  readonly #send: Send;
  readonly #time: Time;
  readonly #pace: Pace;
  #sent = 0;

  constructor(target: Target, send: Send, time: Time, pace: Pace) {
    this.#target = target;
    this.#send = send;
    this.#time = time;
    this.#pace = pace;
  }

  get sent(): number {
    return this.#sent;
  }

  /** What comes of a request. One that a rate limit refuses is sent once more when the limit has passed. */
  async ask(ask: Ask): Promise<Outcome> {
    const first = await this.#once(ask);
    if (first.kind !== 'failed' || !first.isRateLimit) return first;
    await this.#pace.waitOut();
    return this.#once(ask);
  }

  /** As `ask`, at once and only once: for the rate limit itself. */
  async askUnpaced(ask: Ask): Promise<Outcome> {
    return this.#exchange(ask);
  }

  async #once(ask: Ask): Promise<Outcome> {
    await this.#pace.turn();
    return this.#exchange(ask);
  }

  async #exchange(ask: Ask): Promise<Outcome> {
    const { url, init } = toRequest(ask, this.#target, this.#time.now());
    this.#sent += 1;
    try {
      const response = await this.#send(url, { ...init, signal: AbortSignal.timeout(longestWaitMs) });
      const contentType = response.headers.get('content-type') ?? '';
      const outcome = outcomeOf(response.status, contentType, await response.text(), ask.api);
      return withoutData(outcome, ask, this.#target);
    } catch (error) {
      return withoutData(failed(`no answer (${causeOf(error)})`), ask, this.#target);
    }
  }
}

/** A request as it is sent; a redirect is no answer of the API. */
function toRequest(ask: Ask, target: Target, now: number): { url: string; init: RequestInit } {
  const { method = 'POST', query, as = 'app', token: form, contentType = 'application/json' } = ask;
  const credentials = as === 'admin' ? target.admin : target.app;
  if (!credentials) throw new Error('There is no admin app.');
  const token = makeToken(credentials, now, form);
  const body = ask.rawBody ?? (ask.body === undefined ? undefined : JSON.stringify(ask.body));
  const headers = ask.headers?.(token) ?? { auth: token };
  return {
    url: target.url + pathOf(ask, target.botId) + (query === undefined ? '' : `?${query}`),
    init: {
      method,
      redirect: 'manual',
      headers: { 'content-type': contentType, ...headers },
      ...(body === undefined || method === 'GET' ? {} : { body }),
    },
  };
}

/** The path of a request, from the root of the API. */
export function pathOf(
  { api = 'getSessions', route = 'bot', botId, path = (same) => same }: Ask,
  usualBotId: string,
): string {
  const bot = route === 'account' ? '' : `/${route}/${botId ?? usualBotId}`;
  return path(`/api/public${bot}/${api}`);
}
