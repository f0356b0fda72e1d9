import type { ReaderOptions } from './session-reader.ts';

const megabyte = 2 ** 20;

/**
 * What sessions may take in memory, as SLICE_CACHE_MEGABYTES and ROW_CACHE_MEGABYTES say.
 *
 * @throws Error that names the variable whose value is not a number
 */
export function memoryFrom(variables: Readonly<Record<string, string | undefined>>): ReaderOptions {
  const bytes = (name: string, defaultMegabytes: number): number => {
    const megabytes = Number(variables[name] ?? defaultMegabytes);
    if (megabytes >= 1) return megabytes * megabyte;
    throw new Error(`${name} is ${variables[name]}; it must be a number of megabytes, at least 1.`);
  };
  return { sliceBytes: bytes('SLICE_CACHE_MEGABYTES', 256), rowBytes: bytes('ROW_CACHE_MEGABYTES', 64) };
}
