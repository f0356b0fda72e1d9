/**
 * Runs of a property that fast-check may leave behind when its time is up: what they use must not be closed
 * before they have ended.
 */
export class Runs {
  #last: Promise<unknown> = Promise.resolve();

  /** The property with the last of its runs remembered. */
  of<T extends unknown[]>(property: (...values: T) => Promise<void>): (...values: T) => Promise<void> {
    return (...values) => {
      const run = property(...values);
      this.#last = run.catch(() => undefined);
      return run;
    };
  }

  async ended(): Promise<void> {
    await this.#last;
  }
}
