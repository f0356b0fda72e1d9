import { setTimeout as pause } from 'node:timers/promises';

const attempts = 100;
const longestPauseMs = 500;

/** Later than this API Gateway says the same of a function that did not answer in time, which is a failure. */
const refusedWithinMs = 10_000;

/**
 * Asks again where API Gateway found no function free, as an account runs so many at once (10 where it is new): such a
 * request has reached nobody. It is told by the words of an HTTP API; a REST API has the vendor's.
 */
export async function askUntilFree(url: string, init: RequestInit = {}): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const began = performance.now();
    const response = await fetch(url, init);
    const isAtOnce = performance.now() - began < refusedWithinMs;
    const mayRepeat = attempt < attempts && isAtOnce && !(init.body instanceof ReadableStream);
    if (response.status !== 503 || !mayRepeat) return response;
    const text = await response.clone().text();
    if (text !== '{"message":"Service Unavailable"}') return response;
    await pause(Math.random() * longestPauseMs);
  }
}
