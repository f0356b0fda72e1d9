import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

interface Props<T> {
  items: readonly T[];
  rowHeight: number;
  keyOf: (item: T) => string;
  render: (item: T, index: number) => ComponentChildren;
  label: string;
  /** Is told of being at the top, where new rows may come in. */
  onTop?: (atTop: boolean) => void;
  onEnd?: () => void;
  /** The row that is to be seen. */
  active?: number;
  head?: ComponentChildren;
  columns: number;
}

const spare = 8;

/** A table of any length, of which only the rows are there that can be seen; all are of one height. */
export function VirtualList<T>({
  items,
  rowHeight,
  keyOf,
  render,
  label,
  onTop,
  onEnd,
  active,
  head,
  columns,
}: Props<T>) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  const measure = (): void => {
    const element = box.current;
    if (!element) return;
    const { scrollTop: top, clientHeight: height, scrollHeight } = element;
    setView((before) => (before.top === top && before.height === height ? before : { top, height }));
    onTop?.(top < rowHeight);
    if (top + height > scrollHeight - rowHeight * 4) onEnd?.();
  };
  useLayoutEffect(measure, [items.length, rowHeight]);
  useEffect(() => {
    const observer = new ResizeObserver(measure);
    if (box.current) observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = box.current;
    if (!element || active === undefined || active < 0) return;
    const headHeight = element.querySelector('[role=row]')?.clientHeight ?? 0;
    const [top, bottom] = [active * rowHeight, (active + 1) * rowHeight + headHeight];
    if (top < element.scrollTop) element.scrollTop = top;
    else if (bottom > element.scrollTop + element.clientHeight)
      element.scrollTop = bottom - element.clientHeight;
  }, [active, rowHeight]);
  const first = Math.max(0, Math.floor(view.top / rowHeight) - spare);
  const last = Math.min(items.length, Math.ceil((view.top + view.height) / rowHeight) + spare);
  return (
    <div
      class="list"
      ref={box}
      onScroll={measure}
      role="grid"
      aria-label={label}
      aria-rowcount={items.length + 1}
      aria-colcount={columns}
    >
      {head}
      <div class="space" role="none" style={{ height: `${first * rowHeight}px` }} />
      {items.slice(first, last).map((item, index) => (
        <div key={keyOf(item)} role="none" class="slot" style={{ height: `${rowHeight}px` }}>
          {render(item, first + index)}
        </div>
      ))}
      <div class="space" role="none" style={{ height: `${(items.length - last) * rowHeight}px` }} />
    </div>
  );
}
