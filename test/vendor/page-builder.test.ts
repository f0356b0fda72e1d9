import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapedBytes, PageBuilder } from '../../functions/vendor/page-builder.ts';

/** Text of every sort: controls, quotes, letters of two and three bytes, pairs and halves of pairs. */
const anyText = fc.string({
  unit: fc.constantFrom('a', '"', '\\', '\n', '\u0000', 'ü', '日', '🙂', '\ud83d', '\udc00'),
});

describe('escapedBytes', () => {
  test.each([
    ['', 0],
    ['abc', 3],
    ['"', 2],
    ['\\', 2],
    ['\n', 2],
    ['\u0001', 6],
    ['ü', 2],
    ['日', 3],
    ['🙂', 4],
    ['\ud83d', 6],
    ['{"a":"b"}', 13],
  ])('%j takes %d', (text, bytes) => {
    expect(escapedBytes(text)).toBe(bytes);
  });

  test('of texts joined is the sum of theirs, unless the seam makes a pair', () => {
    const wellFormed = anyText.map((text) => Buffer.from(text).toString());
    fc.assert(
      fc.property(fc.array(wellFormed), (texts) => {
        const sum = texts.reduce((bytes, text) => bytes + escapedBytes(text), 0);
        expect(escapedBytes(texts.join(''))).toBe(sum);
      }),
    );
  });
});

describe('PageBuilder', () => {
  const row = anyText.map((text) => JSON.stringify({ text }));

  test('keeps a whole Lambda response within its limit, and takes all that fits', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), fc.integer({ min: 1, max: 2000 }), (rows, maxBytes) => {
        const builder = new PageBuilder(maxBytes);
        const left = rows.slice(rows.findIndex((candidate) => !builder.add(candidate)));
        const taken = builder.rows.length;
        expect(builder.rows).toEqual(rows.slice(0, taken));

        const response = (body: string) => Buffer.byteLength(JSON.stringify({ statusCode: 200, body }));
        const envelope = response('{"sessions":[]}');
        const size = (page: string[]) => response(`{"sessions":[${page.join(',')}]}`) - envelope;
        if (taken > 1) expect(size(builder.rows)).toBeLessThanOrEqual(maxBytes);
        // A row more would have passed it, the comma before it included.
        if (taken < rows.length) {
          expect(left).toEqual(rows.slice(taken));
          expect(size(rows.slice(0, taken + 1)) + 1).toBeGreaterThan(maxBytes);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('takes the first row however large it is, and then nothing more', () => {
    const builder = new PageBuilder(-100);
    expect(builder.add('{"a":1}')).toBe(true);
    expect(builder.add('1')).toBe(false);
    expect(builder.rows).toEqual(['{"a":1}']);
  });

  test('takes a row that fits exactly', () => {
    // Each row and the comma behind it.
    const builder = new PageBuilder(6);
    expect(builder.add('11')).toBe(true);
    expect(builder.add('22')).toBe(true);
    expect(builder.add('')).toBe(false);
  });
});
