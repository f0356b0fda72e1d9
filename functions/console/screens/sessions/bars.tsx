import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Bucket } from './buckets.ts';

interface Props {
  buckets: readonly Bucket[];
  types: readonly string[];
  /** The dates that are chosen; empty: none. */
  from: string;
  to: string;
  onRange: (from: string, to: string) => void;
}

const [height, left, bottom, top] = [150, 42, 20, 8];

/** Bars of sessions over time, by type; a range can be chosen by pointer and by keys. */
export function Bars({ buckets, types, from, to, onRange }: Props) {
  const svg = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(1000);
  useLayoutEffect(() => {
    const measure = (): void => setWidth(Math.max(200, svg.current?.clientWidth ?? 1000));
    measure();
    const observer = new ResizeObserver(measure);
    if (svg.current) observer.observe(svg.current);
    return () => observer.disconnect();
  }, []);
  const [focus, setFocus] = useState(buckets.length - 1);
  const [drag, setDrag] = useState<{ begun: number; at: number } | undefined>(undefined);
  const anchor = useRef<number | undefined>(undefined);
  const most = Math.max(1, ...buckets.map(({ total }) => total));
  const step = (width - left) / buckets.length;
  const scale = (height - bottom - top) / most;
  const range = (one: number, other: number): void => {
    const [first, last] = [buckets[Math.min(one, other)], buckets[Math.max(one, other)]];
    if (first && last) onRange(first.from, last.to);
  };
  const choose = (index: number, extend: boolean): void => {
    const begun = extend && anchor.current !== undefined ? anchor.current : index;
    anchor.current = begun;
    range(begun, index);
  };
  const onKey = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by !== 0) {
      const next = Math.min(buckets.length - 1, Math.max(0, focus + by));
      setFocus(next);
      svg.current?.querySelectorAll<SVGElement>('.bar-hit')[next]?.focus();
    } else if (event.key === 'Enter' || event.key === ' ') choose(focus, event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const isChosen = (bucket: Bucket, index: number): boolean => {
    if (drag) return index >= Math.min(drag.begun, drag.at) && index <= Math.max(drag.begun, drag.at);
    return from !== '' && bucket.to >= from && (to === '' || bucket.from <= to);
  };
  return (
    <svg
      ref={svg}
      class="chart"
      viewBox={`0 0 ${width} ${height}`}
      role="group"
      aria-label="Sessions over time. Arrow keys move between bars, Enter chooses one, Shift and Enter up to one."
      onPointerLeave={() => setDrag(undefined)}
    >
      <line x1={left} x2={width} y1={height - bottom} y2={height - bottom} />
      <text x={left - 8} y={top + 8} text-anchor="end">
        {most}
      </text>
      <text x={left - 8} y={height - bottom} text-anchor="end">
        0
      </text>
      {buckets.map((bucket, index) => {
        let y = height - bottom;
        const x = left + index * step;
        return (
          <g key={bucket.from}>
            {isChosen(bucket, index) && (
              <rect class="chosen" x={x} y={0} width={step} height={height - bottom} />
            )}
            {types.map((type) => {
              const size = (bucket.counts[type] ?? 0) * scale;
              y -= size;
              return (
                <rect key={type} class={type} x={x + step * 0.1} y={y} width={step * 0.8} height={size} />
              );
            })}
            <rect
              class="bar-hit"
              x={x}
              y={0}
              width={step}
              height={height - bottom}
              role="button"
              tabIndex={index === focus ? 0 : -1}
              aria-pressed={isChosen(bucket, index)}
              aria-label={nameOf(bucket)}
              onKeyDown={onKey}
              onFocus={() => setFocus(index)}
              onPointerDown={() => setDrag({ begun: index, at: index })}
              onPointerEnter={() => setDrag((before) => before && { ...before, at: index })}
              onPointerUp={(event) => {
                if (drag && drag.begun !== index) range(drag.begun, index);
                else choose(index, event.shiftKey);
                if (drag) anchor.current = drag.begun;
                setDrag(undefined);
              }}
            >
              <title>{nameOf(bucket)}</title>
            </rect>
          </g>
        );
      })}
      <text x={left} y={height - 5}>
        {buckets[0]?.from}
      </text>
      <text x={width} y={height - 5} text-anchor="end">
        {buckets.at(-1)?.to}
      </text>
    </svg>
  );
}

function nameOf({ from, to, total, counts }: Bucket): string {
  const types = Object.entries(counts).map(([type, count]) => `${type} ${count}`);
  return `${from === to ? from : `${from} to ${to}`}: ${total} sessions${types.length > 0 ? ` (${types.join(', ')})` : ''}`;
}
