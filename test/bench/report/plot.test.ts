import { describe, expect, it } from 'vitest';
import { toSvg } from './plot.ts';

const plot = {
  title: 'Cost',
  xLabel: 'sessions',
  yLabel: 'units',
  series: [
    {
      name: 'flat',
      color: '#0969da',
      points: [
        [1_000, 2],
        [100_000, 2],
      ],
    },
    {
      name: 'steep',
      color: '#cf222e',
      points: [
        [1_000, 30],
        [10_000, 300],
        [100_000, 3_000],
      ],
    },
  ],
} as const;

const linesOf = (svg: string): number[][][] =>
  [...svg.matchAll(/<polyline points="([^"]*)"/g)].map(([, points = '']) =>
    points.split(' ').map((point) => point.split(',').map(Number)),
  );

describe('a plot', () => {
  it('draws a line for each series with its points where they belong', () => {
    const [flat = [], steep = []] = linesOf(toSvg(plot));
    expect(flat.map(([, y]) => y)).toEqual([flat[0]?.[1], flat[0]?.[1]]);
    // A straight line on logarithmic axes: equal steps, upwards, which is to smaller y.
    const [first = [], second = [], third = []] = steep;
    expect((second[0] ?? 0) - (first[0] ?? 0)).toBeCloseTo((third[0] ?? 0) - (second[0] ?? 0), 0);
    expect((first[1] ?? 0) - (second[1] ?? 0)).toBeCloseTo((second[1] ?? 0) - (third[1] ?? 0), 0);
    expect(second[1]).toBeLessThan(first[1] ?? 0);
  });

  it('has a background, a legend and powers of ten', () => {
    const svg = toSvg(plot);
    expect(svg).toContain('fill="#ffffff"');
    for (const text of ['flat', 'steep', '1,000', '100,000', '10,000']) expect(svg).toContain(`>${text}<`);
  });

  it('keeps what a title holds from being read as markup', () => {
    expect(toSvg({ ...plot, title: 'a < b & "c"' })).toContain('a &lt; b &amp; &quot;c&quot;');
  });

  it('refuses what a logarithmic axis cannot show', () => {
    const series = (points: readonly (readonly [number, number])[]) => ({
      ...plot,
      series: [{ name: 'x', color: 'red', points }],
    });
    expect(() => toSvg(series([]))).toThrow(RangeError);
    expect(() => toSvg(series([[1, 0]]))).toThrow(RangeError);
    expect(() => toSvg(series([[-1, 5]]))).toThrow(RangeError);
  });
});
