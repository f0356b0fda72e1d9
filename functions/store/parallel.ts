const inFlight = 8;

/** Cuts a list into parts of `size`, the last one shorter. */
export function chunks<T>(values: readonly T[], size: number): T[][] {
  const result: T[][] = [];
  for (let start = 0; start < values.length; start += size) result.push(values.slice(start, start + size));
  return result;
}

/** Runs `work` over the values, a bounded number at a time, and keeps their order. */
export async function inParallel<T, R>(values: readonly T[], work: (value: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const group of chunks(values, inFlight)) results.push(...(await Promise.all(group.map(work))));
  return results;
}
