import { systemTime, type Time } from '../../functions/domain/time.ts';
import { NotReachedError } from './errors.ts';
import type { Answer } from './types.ts';

export interface TransportOptions {
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  time?: Time;
  /** How long an answer may take, ms; without it as long as it takes. */
  timeoutMs?: number;
}

export interface Message {
  method: string;
  url: string;
  headers?: Readonly<Record<string, string>>;
  /** Sent as it is where it is text, and as JSON where it is something else. */
  body?: unknown;
}

/**
 * Sends a request and reads its answer whole: a server that ends amid its answer is as little reached as one that
 * gives none.
 *
 * @throws NotReachedError
 */
export async function exchange(
  { method, url, headers, body }: Message,
  {
    fetch: send = (address, init) => fetch(address, init),
    time = systemTime,
    timeoutMs,
  }: TransportOptions = {},
): Promise<Answer> {
  const abort = new AbortController();
  const stopWaiting =
    timeoutMs === undefined
      ? undefined
      : time.after(timeoutMs, () => abort.abort(new Error(`no answer within ${timeoutMs / 1000} seconds`)));
  try {
    const response = await send(url, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      signal: abort.signal,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { method, url, status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    throw new NotReachedError(url, error);
  } finally {
    stopWaiting?.();
  }
}

/** @returns undefined where it is not JSON */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
