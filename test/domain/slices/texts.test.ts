import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DictionaryBuilder, hashed } from '../../../functions/domain/slices/dictionary.ts';
import { IntListsBuilder, IntsBuilder } from '../../../functions/domain/slices/ints.ts';
import { TextsBuilder } from '../../../functions/domain/slices/texts.ts';
import { anyCharacter } from '../../support/any-character.ts';

// Halves of surrogate pairs among them, and texts that are longer than what there is room for at first.
const anyText = fc.oneof(
  fc.string({ unit: 'binary-ascii' }),
  fc.string({ unit: anyCharacter }),
  fc.constantFrom('\ud800', 'ÿ', 'Ā', '', 'x'.repeat(1000), 'Ā'.repeat(1000)),
);

function pack(values: readonly number[]) {
  const builder = new IntsBuilder();
  for (const value of values) builder.add(value);
  return builder.build();
}

test('texts come out as they went in', () => {
  fc.assert(
    fc.property(fc.array(anyText), (texts) => {
      const builder = new TextsBuilder();
      for (const text of texts) builder.add(text);
      const packed = builder.build();
      expect(packed.length).toBe(texts.length);
      expect(texts.map((_, index) => packed.at(index))).toEqual(texts);
    }),
  );
});

test('texts of Latin-1 take a byte a character, and others two', () => {
  const bytesOf = (text: string): number => {
    const builder = new TextsBuilder();
    builder.add(text);
    return builder.build().bytes;
  };
  expect(bytesOf('ÿ'.repeat(100))).toBe(101);
  expect(bytesOf('Ā'.repeat(100))).toBe(201);
});

test('a dictionary gives each text a number of its own, and finds its own texts and no others', () => {
  fc.assert(
    fc.property(fc.array(anyText), fc.array(anyText), (texts, others) => {
      const builder = new DictionaryBuilder();
      const numbers = new Map(texts.map((text) => [text, builder.add(text)]));
      for (const text of texts) expect(builder.add(text)).toBe(numbers.get(text));
      const dictionary = builder.build();
      for (const text of texts) expect(dictionary.numberOf(hashed(text))).toBe(numbers.get(text));
      for (const other of others) expect(dictionary.numberOf(hashed(other))).toBe(numbers.get(other));
      expect([...numbers.values()].sort((a, b) => a - b)).toEqual(
        [...numbers.keys()].map((_, index) => index),
      );
    }),
  );
});

test.each([200, 300, 70_000])('a dictionary of %d texts finds each', (count) => {
  const builder = new DictionaryBuilder();
  const texts = Array.from({ length: count }, (_, index) => `text ${index}`);
  expect(texts.map((text) => builder.add(text))).toEqual(texts.map((_, index) => index));
  const dictionary = builder.build();
  expect(texts.map((text) => dictionary.numberOf(hashed(text)))).toEqual(texts.map((_, index) => index));
  expect(dictionary.numberOf(hashed('text'))).toBeUndefined();
});

test('numbers come out as they went in, in as few bytes as the largest needs', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(300), fc.nat(70_000), fc.maxSafeInteger())), (values) => {
      expect([...pack(values)]).toEqual(values);
    }),
  );
  expect(pack([255]).BYTES_PER_ELEMENT).toBe(1);
  expect(pack([256]).BYTES_PER_ELEMENT).toBe(2);
  expect(pack([65_536]).BYTES_PER_ELEMENT).toBe(4);
  expect(pack([2 ** 32]).BYTES_PER_ELEMENT).toBe(8);
  expect([...pack([-1, 3])]).toEqual([-1, 3]);
  expect(pack(Array.from({ length: 1000 }, () => 1)).buffer.byteLength).toBe(1000);
});

test('lists of numbers come out as they went in', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(300))), fc.nat(300), (lists, value) => {
      const builder = new IntListsBuilder();
      for (const list of lists) {
        for (const number of list) builder.add(number);
        builder.endList();
      }
      const packed = builder.build();
      const listAt = (index: number): number[] =>
        Array.from({ length: packed.end(index) - packed.begin(index) }, (_, offset) =>
          packed.valueAt(packed.begin(index) + offset),
        );
      expect(lists.map((_, index) => listAt(index))).toEqual(lists);
      expect(lists.map((_, index) => packed.includes(index, value))).toEqual(
        lists.map((list) => list.includes(value)),
      );
    }),
  );
});
