import type { ReaderOptions } from './session-reader.ts';

const megabyte = 2 ** 20;
const mostMegabytes = 65_536;

/**
 * What sessions may take in memory, as SLICE_CACHE_MEGABYTES and ROW_CACHE_MEGABYTES say.
 *
 * @throws Error that names the variable whose value is not such a number
 */
export function memoryFrom(variables: Readonly<Record<string, string | undefined>>): ReaderOptions {
  const bytes = (name: string, defaultMegabytes: number): number => {
    const megabytes = Number(variables[name] || defaultMegabytes);
    if (Number.isInteger(megabytes) && megabytes >= 1 && megabytes <= mostMegabytes)
      return megabytes * megabyte;
    throw new Error(
      `${name} is ${variables[name]}; it must be a whole number of megabytes from 1 to ${mostMegabytes}.`,
    );
  };
  return { sliceBytes: bytes('SLICE_CACHE_MEGABYTES', 256), rowBytes: bytes('ROW_CACHE_MEGABYTES', 64) };
}
