import { setTimeout as sleep } from 'node:timers/promises';
import { callExtensionsApi } from './extensions-api.ts';

const pauseAfterFailureMs = 100;

/**
 * Work that an answer need not wait for. A Lambda function is frozen as soon as it has answered, unless an
 * extension keeps it running: this registers one inside the function's own process. The answer leaves at
 * once, and the extension asks for the next event only when the work is done. (AWS: Lambda Extensions API.)
 */
export class AfterResponse {
  readonly #pending = new Set<Promise<unknown>>();
  #registered = false;
  /** Answers that the extension has not yet been told of, and the extension where it waits for one. */
  #answers = 0;
  #wake: (() => void) | undefined;

  /** Takes work; a failure is reported and loses nothing but itself. */
  add(work: Promise<unknown>): void {
    const done = work
      .catch((error) => console.error('Work after an answer failed', error))
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

  /** To be called when an answer is ready, before it is returned. */
  async answerReady(): Promise<void> {
    if (!this.#registered) return this.#drained();
    this.#answers += 1;
    this.#wake?.();
  }

  async #serve(nextUrl: string, id: string): Promise<never> {
    for (;;) {
      // Lambda waits for a registered extension, so it must go on asking whatever happens.
      const answer = await callExtensionsApi('GET', nextUrl, { 'Lambda-Extension-Identifier': id }).catch(
        () => undefined,
      );
      if (answer?.status !== 200) {
        await sleep(pauseAfterFailureMs);
        continue;
      }
      await this.#nextAnswer();
      await this.#drained();
    }
  }

  async #nextAnswer(): Promise<void> {
    if (this.#answers === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
    this.#answers -= 1;
  }

  async #drained(): Promise<void> {
    await Promise.all(this.#pending);
  }
}
