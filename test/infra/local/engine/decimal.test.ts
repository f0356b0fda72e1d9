import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addNumbers,
  compareNumbers,
  normalNumber,
  sortableNumber,
  subtractNumbers,
} from '../../../../infra/local/engine/values/decimal.ts';

describe('numbers', () => {
  test.each([
    ['0', '0'],
    ['-0.0', '0'],
    ['007', '7'],
    ['+1.50', '1.5'],
    ['1e3', '1000'],
    ['-12.5E-3', '-0.0125'],
    ['.5', '0.5'],
    ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
    ['1E125', `1${'0'.repeat(125)}`],
    ['1E-130', `0.${'0'.repeat(129)}1`],
  ])('%s is %s', (given, expected) => expect(normalNumber(given)).toBe(expected));

  test.each(['', 'x', '1.2.3', '1e', 'NaN', '1E126', '1E-131', '1'.repeat(39)])('%j is refused', (given) => {
    expect(() => normalNumber(given)).toThrow();
  });

  test('add up exactly, and sort as they are worth', () => {
    expect(addNumbers('0.1', '0.2')).toBe('0.3');
    expect(subtractNumbers('1', '1.5')).toBe('-0.5');
    const integer = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
    fc.assert(
      fc.property(integer, integer, fc.integer({ min: -20, max: 20 }), (a, b, power) => {
        const [first, second] = [`${a}E${power}`, `${b}E${power}`];
        expect(addNumbers(first, second)).toBe(normalNumber(`${a + b}E${power}`));
        expect(subtractNumbers(first, second)).toBe(normalNumber(`${a - b}E${power}`));
        const order = a < b ? -1 : a > b ? 1 : 0;
        expect(compareNumbers(first, second)).toBe(order);
        expect(
          Math.sign(Buffer.compare(Buffer.from(sortableNumber(first)), Buffer.from(sortableNumber(second)))),
        ).toBe(order);
      }),
    );
  });
});
