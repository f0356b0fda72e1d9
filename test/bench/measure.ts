/** Seconds that work takes. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** Requests a second that `connections` loops get answered, each waiting for its answer before the next. */
export async function requestsPerSecond(
  connections: number,
  total: number,
  request: () => Promise<void>,
): Promise<number> {
  let left = total;
  const loop = async (): Promise<void> => {
    while (left-- > 0) await request();
  };
  const taken = await seconds(() => Promise.all(Array.from({ length: connections }, loop)));
  return total / taken;
}

/** Prints rows under a heading, numbers to the right. */
export function printTable(title: string, rows: readonly (readonly [string, string])[]): void {
  const width = Math.max(...rows.map(([name]) => name.length));
  console.log(`\n${title}\n`);
  for (const [name, value] of rows) console.log(`  ${name.padEnd(width)}  ${value.padStart(16)}`);
}

export const rate = (value: number, unit: string): string =>
  `${Math.round(value).toLocaleString('en')} ${unit}`;
