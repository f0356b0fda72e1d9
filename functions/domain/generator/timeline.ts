import { dayMs } from '../dates.ts';
import type { Shape } from './shape.ts';

const hourMs = 3_600_000;
// 1 January 1970 was a Thursday; weeks here begin on Monday.
const firstWeekday = 3;

interface Segment {
  /** Unix ms. */
  start: number;
  lengthMs: number;
  weight: number;
  /** The mass of the segments before this one and of itself. */
  massUpTo: number;
}

function weightAt(shape: Shape, local: number): number {
  const day = Math.floor(local / dayMs);
  const hour = Math.floor((local - day * dayMs) / hourMs);
  const weekday = (((day + firstWeekday) % 7) + 7) % 7;
  return (shape.hours[hour] ?? 0) * (shape.weekdays[weekday] ?? 0);
}

/** The time between two instants, stretched where the shape is busy and shrunk where it is not. */
export class Timeline {
  readonly #segments: Segment[] = [];
  #current = 0;
  /** What a share of the sessions is a share of; 0 where the shape leaves no time at all. */
  readonly mass: number;

  /** @param from first and @param to last instant, Unix ms, both inclusive */
  constructor(from: number, to: number, shape: Shape) {
    let mass = 0;
    for (let start = from; start <= to; ) {
      const local = start + shape.offsetMs;
      const nextHour = (Math.floor(local / hourMs) + 1) * hourMs - shape.offsetMs;
      const end = Math.min(nextHour, to + 1);
      const weight = weightAt(shape, local);
      if (weight > 0) {
        mass += (end - start) * weight;
        this.#append({ start, lengthMs: end - start, weight, massUpTo: mass });
      }
      start = end;
    }
    this.mass = mass;
  }

  #append(segment: Segment): void {
    const last = this.#segments.at(-1);
    if (last && last.weight === segment.weight && last.start + last.lengthMs === segment.start) {
      last.lengthMs += segment.lengthMs;
      last.massUpTo = segment.massUpTo;
      return;
    }
    this.#segments.push(segment);
  }

  /** The instant (Unix ms) before which `position` (0 up to the mass) lies. Fast for positions that rise. */
  at(position: number): number {
    if (position < this.#massBefore(this.#current)) this.#current = 0;
    while (
      this.#current < this.#segments.length - 1 &&
      position >= (this.#segments[this.#current]?.massUpTo ?? 0)
    )
      this.#current += 1;
    const segment = this.#segments[this.#current];
    if (!segment) throw new RangeError('The shape leaves no time between from and to.');
    const into = Math.floor((position - this.#massBefore(this.#current)) / segment.weight);
    return segment.start + Math.min(Math.max(into, 0), segment.lengthMs - 1);
  }

  #massBefore(index: number): number {
    return this.#segments[index - 1]?.massUpTo ?? 0;
  }
}
