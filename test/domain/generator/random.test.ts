import { describe, expect, it } from 'vitest';
import { familyOf, streamOf } from '../../../functions/domain/generator/random.ts';

function words(random: { word(): number }, count: number): number[] {
  return Array.from({ length: count }, () => random.word());
}

describe('streamOf', () => {
  it('draws the same on every machine', () => {
    expect(words(streamOf('seed', 'purpose'), 4)).toEqual([569608626, 1239526566, 1520622247, 2824783389]);
  });

  it('draws otherwise for another seed, another purpose, or the two put together otherwise', () => {
    const streams = [
      streamOf('a', 'b'),
      streamOf('b', 'a'),
      streamOf('ab', ''),
      streamOf('', 'ab'),
      streamOf('a', 'c'),
    ];
    expect(new Set(streams.map((random) => words(random, 3).join())).size).toBe(streams.length);
  });
});

describe('familyOf', () => {
  it('gives each member its own stream, and always the same', () => {
    const member = familyOf('seed', 'people');
    const streams = Array.from({ length: 1000 }, (_, index) => words(member(index), 2).join());
    expect(new Set(streams).size).toBe(1000);
    expect(words(familyOf('seed', 'people')(41), 2).join()).toBe(streams[41]);
  });
});

describe('Random', () => {
  it('spreads evenly over a range, ends included', () => {
    const random = streamOf('seed', 'even');
    const hits = [0, 0, 0, 0, 0];
    for (let draw = 0; draw < 50_000; draw += 1) {
      const value = random.between(3, 7);
      hits[value - 3] = (hits[value - 3] ?? Number.NaN) + 1;
    }
    for (const count of hits) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  it('stays below its bound, however large', () => {
    const random = streamOf('seed', 'large');
    const bound = 2 ** 52;
    const draws = Array.from({ length: 1000 }, () => random.below(bound));
    expect(Math.max(...draws)).toBeLessThan(bound);
    expect(Math.max(...draws)).toBeGreaterThan(bound * 0.99);
    expect(draws.every(Number.isSafeInteger)).toBe(true);
  });

  it('is true in the share asked for, never for 0 and always for 1', () => {
    const random = streamOf('seed', 'chance');
    const share = (of: number) =>
      Array.from({ length: 10_000 }, () => random.chance(of)).filter(Boolean).length / 10_000;
    expect(share(0)).toBe(0);
    expect(share(1)).toBe(1);
    expect(share(0.3)).toBeCloseTo(0.3, 1);
  });
});
