import { figure } from './table.ts';

export interface Series {
  name: string;
  color: string;
  dashed?: boolean;
  points: readonly (readonly [x: number, y: number])[];
}

export interface Plot {
  title: string;
  xLabel: string;
  yLabel: string;
  series: readonly Series[];
}

const [width, height] = [760, 460];
const area = { left: 84, right: 560, top: 56, bottom: 396 };

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The powers of ten that enclose the values. */
function decades(values: readonly number[]): number[] {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  return Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
}

/** Where a value lies between the first and the last decade, from `start` to `end`. */
function scale(ticks: readonly number[], start: number, end: number): (value: number) => number {
  const low = Math.log10(ticks.at(0) ?? 1);
  const high = Math.log10(ticks.at(-1) ?? 10);
  return (value) =>
    Math.round((start + ((Math.log10(value) - low) / (high - low)) * (end - start)) * 10) / 10;
}

const tickText = (value: number): string => (value < 1 ? String(value) : figure(value));

/**
 * Lines over two logarithmic axes as an SVG document with a background of its own, so that it can be read
 * on a light page and on a dark one.
 *
 * @throws RangeError where there is no point, or one that a logarithmic axis cannot have
 */
export function toSvg({ title, xLabel, yLabel, series }: Plot): string {
  const points = series.flatMap((line) => line.points);
  if (points.length === 0) throw new RangeError('A plot needs at least one point.');
  if (points.some(([x, y]) => !(x > 0 && y > 0))) throw new RangeError('A logarithmic axis begins above 0.');
  const xTicks = decades(points.map(([x]) => x));
  const yTicks = decades(points.map(([, y]) => y));
  const x = scale(xTicks, area.left, area.right);
  const y = scale(yTicks, area.bottom, area.top);

  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" rx="6" fill="#ffffff" stroke="#d0d7de"/>`,
    `<text x="${area.left}" y="30" font-size="15" fill="#1f2328">${escaped(title)}</text>`,
  ];
  for (const tick of xTicks) {
    const at = x(tick);
    parts.push(
      `<line x1="${at}" y1="${area.top}" x2="${at}" y2="${area.bottom}" stroke="#eaeef2"/>`,
      `<text x="${at}" y="${area.bottom + 18}" text-anchor="middle" fill="#57606a">${tickText(tick)}</text>`,
    );
  }
  for (const tick of yTicks) {
    const at = y(tick);
    parts.push(
      `<line x1="${area.left}" y1="${at}" x2="${area.right}" y2="${at}" stroke="#eaeef2"/>`,
      `<text x="${area.left - 8}" y="${at + 4}" text-anchor="end" fill="#57606a">${tickText(tick)}</text>`,
    );
  }
  const middle = { x: (area.left + area.right) / 2, y: (area.top + area.bottom) / 2 };
  parts.push(
    `<text x="${middle.x}" y="${area.bottom + 42}" text-anchor="middle" fill="#1f2328">${escaped(xLabel)}</text>`,
    `<text x="20" y="${middle.y}" text-anchor="middle" fill="#1f2328" transform="rotate(-90 20 ${middle.y})">${escaped(yLabel)}</text>`,
  );
  for (const [index, { name, color, dashed, points: line }] of series.entries()) {
    const path = line.map(([px, py]) => `${x(px)},${y(py)}`);
    const legend = area.top + 10 + index * 22;
    const stroke = `stroke="${color}" stroke-width="2"${dashed ? ' stroke-dasharray="5 4"' : ''}`;
    parts.push(
      `<polyline points="${path.join(' ')}" fill="none" ${stroke}/>`,
      ...path.map((place) => {
        const [cx, cy] = place.split(',');
        return `<circle cx="${cx}" cy="${cy}" r="3.5" fill="${color}"/>`;
      }),
      `<line x1="${area.right + 16}" y1="${legend}" x2="${area.right + 36}" y2="${legend}" ${stroke}/>`,
      `<text x="${area.right + 42}" y="${legend + 4}" fill="#1f2328">${escaped(name)}</text>`,
    );
  }
  return `${parts.join('\n')}\n</svg>\n`;
}
