import type { Time } from '../domain/time.ts';
import { callExtensionsApi } from './extensions-api.ts';
import { nameSourceLines } from './source-lines.ts';

const pauseAfterFailureMs = 100;

/**
 * How long an answer waits for work that is under way, at most. An instance takes no request before its work is done,
 * so who asks again at once would meet another one, which has to start first. A write of the journal takes some 5 ms.
 */
const heldBackMs = 16;

/**
 * Work that an answer need not wait for. A Lambda function is frozen as soon as it has answered, unless an
 * extension keeps it running: this registers one inside the function's own process. The answer leaves when the
 * work is done, or a few milliseconds later without it, and the extension asks for the next event only when the
 * work is done. (AWS: Lambda Extensions API.)
 */
export class AfterResponse {
  readonly #time: Time;
  readonly #pending = new Set<Promise<unknown>>();
  #registered = false;
  /** Invocations that are answered, by request id, as long as the extension has not heard of them. */
  #answered = new Set<string>();
  #wake: (() => void) | undefined;

  constructor(time: Time) {
    this.#time = time;
  }

  /** Takes work; a failure is reported and loses nothing but itself. */
  add(work: Promise<unknown>): void {
    const done = work
      .catch((error: unknown) => {
        nameSourceLines(error);
        console.error('Work after an answer failed', error);
      })
      .finally(() => this.#pending.delete(done));
    this.#pending.add(done);
  }

  /**
   * Registers the extension; to be called while the function starts. Where there is no Extensions API, work is
   * waited for before the answer instead.
   *
   * @param runtimeApi host and port, as the runtime's own variable AWS_LAMBDA_RUNTIME_API has them
   */
  async register(runtimeApi: string | undefined): Promise<void> {
    if (!runtimeApi) return;
    const base = `http://${runtimeApi}/2020-01-01/extension`;
    const body = JSON.stringify({ events: ['INVOKE'] });
    const headers = { 'Lambda-Extension-Name': 'after-response', 'Content-Type': 'application/json' };
    const answer = await callExtensionsApi('POST', `${base}/register`, headers, body).catch(() => undefined);
    const id = answer?.status === 200 ? answer.headers['lambda-extension-identifier'] : undefined;
    if (typeof id !== 'string') return;
    this.#registered = true;
    void this.#serve(`${base}/event/next`, id);
  }

  /**
   * To be waited for when an answer is ready, before it is returned.
   *
   * @param requestId of the invocation, as the function's context has it
   */
  async answerReady(requestId: string): Promise<void> {
    if (!this.#registered) return this.#drained();
    await this.#heldBack();
    this.#answered.add(requestId);
    this.#wake?.();
  }

  async #serve(nextUrl: string, id: string): Promise<never> {
    for (;;) {
      // Lambda waits for a registered extension, so it must go on asking whatever happens.
      const answer = await callExtensionsApi('GET', nextUrl, { 'Lambda-Extension-Identifier': id }).catch(
        () => undefined,
      );
      if (answer?.status !== 200) {
        await this.#time.sleep(pauseAfterFailureMs);
        continue;
      }
      await this.#answerOf(requestIdOf(answer.body));
      await this.#drained();
    }
  }

  async #answerOf(requestId: string | undefined): Promise<void> {
    while (requestId !== undefined && !this.#answered.has(requestId)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    // Other invocations never got their event, because a function answers one request at a time.
    this.#answered = new Set();
  }

  async #heldBack(): Promise<void> {
    const isDrained = new AbortController();
    const drained = this.#drained().then(() => isDrained.abort());
    // In steps, so that time in which the process has no processor counts as one: what has come meanwhile is seen first.
    for (let step = 0; step < heldBackMs && this.#pending.size > 0; step++) {
      await Promise.race([drained, this.#time.sleep(1, isDrained.signal).catch(() => undefined)]);
    }
  }

  async #drained(): Promise<void> {
    await Promise.all(this.#pending);
  }
}

function requestIdOf(event: string): string | undefined {
  try {
    const { requestId } = JSON.parse(event) as { requestId?: unknown };
    return typeof requestId === 'string' ? requestId : undefined;
  } catch {
    return undefined;
  }
}
