import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { packInts } from '../../../functions/domain/slices/ints.ts';
import { Dictionary, Texts } from '../../../functions/domain/slices/texts.ts';

// Halves of surrogate pairs among them.
const anyText = fc.oneof(
  fc.string({ unit: 'binary-ascii' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\ud800', 'ÿ', 'Ā', ''),
);

test('texts come out as they went in', () => {
  fc.assert(
    fc.property(fc.array(anyText), (texts) => {
      const packed = new Texts(texts);
      expect(texts.map((_, index) => packed.at(index))).toEqual(texts);
    }),
  );
});

test('a dictionary finds its own texts and no others', () => {
  fc.assert(
    fc.property(fc.array(anyText), fc.array(anyText), (texts, others) => {
      const { dictionary, numbers } = Dictionary.of(texts);
      for (const text of texts) expect(dictionary.numberOf(text)).toBe(numbers.get(text));
      for (const other of others) expect(dictionary.numberOf(other)).toBe(numbers.get(other));
      expect(new Set(numbers.values()).size).toBe(new Set(texts).size);
    }),
  );
});

test('numbers come out as they went in, in as few bytes as the largest needs', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(300), fc.nat(70_000), fc.maxSafeInteger())), (values) => {
      expect([...packInts(values)]).toEqual(values);
    }),
  );
  expect(packInts([255]).BYTES_PER_ELEMENT).toBe(1);
  expect(packInts([256]).BYTES_PER_ELEMENT).toBe(2);
  expect(packInts([65_536]).BYTES_PER_ELEMENT).toBe(4);
  expect(packInts([2 ** 32]).BYTES_PER_ELEMENT).toBe(8);
  expect([...packInts([-1, 3])]).toEqual([-1, 3]);
});
