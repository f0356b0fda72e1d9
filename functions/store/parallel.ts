const inFlight = 8;

/** Cuts a list into parts of `size`, the last one shorter. */
export function chunks<T>(values: readonly T[], size: number): T[][] {
  const result: T[][] = [];
  for (let start = 0; start < values.length; start += size) result.push(values.slice(start, start + size));
  return result;
}

/** Runs `work` over the values, a bounded number at a time, and keeps their order. After a failure no more is begun. */
export async function inParallel<T, R>(
  values: readonly T[],
  work: (value: T) => Promise<R>,
  most = inFlight,
): Promise<R[]> {
  const results: R[] = [];
  const left = values.entries();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const [index, value] of left) {
      try {
        results[index] = await work(value);
      } catch (error) {
        failed = true;
        throw error;
      }
      if (failed) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, values.length) }, worker));
  return results;
}
