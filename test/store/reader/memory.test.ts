import { expect, test } from 'vitest';
import { memoryFrom } from '../../../functions/store/reader/session-reader.ts';

test('what sessions may take in memory comes from two variables, in megabytes', () => {
  expect(memoryFrom({ SLICE_CACHE_MEGABYTES: '2', ROW_CACHE_MEGABYTES: '1' })).toEqual({
    sliceBytes: 2 * 2 ** 20,
    rowBytes: 2 ** 20,
  });
});

test.each([[{}], [{ SLICE_CACHE_MEGABYTES: '', ROW_CACHE_MEGABYTES: '' }]])(
  'left out or empty, there is a default: %j',
  (variables) => {
    const { sliceBytes, rowBytes } = memoryFrom(variables);
    expect(sliceBytes).toBeGreaterThan(rowBytes);
    expect(rowBytes).toBeGreaterThan(0);
  },
);

test.each(['abc', '0', '-1', '1.5', 'Infinity', '1e9'])('%s is refused, the variable named', (value) => {
  expect(() => memoryFrom({ ROW_CACHE_MEGABYTES: value })).toThrow(
    `ROW_CACHE_MEGABYTES is ${value}; it must be a whole number of megabytes from 1 to 65536.`,
  );
});
