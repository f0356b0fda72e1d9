/**
 * The value below which a share of the values lies, by nearest rank; they need not be sorted.
 *
 * @param share from 0 to 1
 * @throws RangeError where there is no value
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('A percentile needs at least one value.');
  return value;
}

/** The middle value; of an even number of them the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const lower = percentile(values, 0.5);
  return values.length % 2 === 1 ? lower : (lower + percentile(values, 0.5 + 1 / values.length)) / 2;
}
