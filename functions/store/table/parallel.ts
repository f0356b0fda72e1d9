const inFlight = 8;

/** Cuts a list into parts of `size`, the last one shorter. */
export function chunks<T>(values: readonly T[], size: number): T[][] {
  const result: T[][] = [];
  for (let start = 0; start < values.length; start += size) result.push(values.slice(start, start + size));
  return result;
}

/** Puts groups into parts of at most `size` values, in their order and none of them cut. No group may be larger. */
export function packed<T>(groups: readonly (readonly T[])[], size: number): T[][] {
  const result: T[][] = [];
  let last: T[] = [];
  for (const group of groups) {
    if (result.length === 0 || last.length + group.length > size) {
      last = [];
      result.push(last);
    }
    last.push(...group);
  }
  return result;
}

/**
 * Runs `work` over the values, a bounded number at a time, and keeps their order. After a failure no more is
 * begun, and what was begun is waited for: nothing goes on behind the back of who was told of the failure.
 *
 * @throws the first failure
 */
export async function inParallel<T, R>(
  values: readonly T[],
  work: (value: T) => Promise<R>,
  most = inFlight,
): Promise<R[]> {
  const results: R[] = [];
  const left = values.entries();
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (const [index, value] of left) {
      try {
        results[index] = await work(value);
      } catch (error) {
        failures.push(error);
      }
      if (failures.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, values.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}

/** Does work of one key in the order it comes, one at a time, and work of different keys at once. */
export class KeyedQueue {
  readonly #last = new Map<string, Promise<unknown>>();

  /** @returns as the work does, which begins once the work before it has ended, well or not */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const previous = this.#last.get(key) ?? Promise.resolve();
    const own = previous.catch(() => undefined).then(work);
    this.#last.set(key, own);
    try {
      return await own;
    } finally {
      if (this.#last.get(key) === own) this.#last.delete(key);
    }
  }
}
