const dayMs = 86_400_000;

/** A bar: the days that it stands for, and how many sessions start in them. */
export interface Bucket {
  /** Dates, GMT, both inclusive. */
  from: string;
  to: string;
  counts: Readonly<Record<string, number>>;
  total: number;
}

const mostBars = 90;
const toDate = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
const toDay = (date: string): number => Math.floor(Date.parse(`${date}T00:00:00.000Z`) / dayMs);

/**
 * Sessions of each type by day, put together into bars of equal length that cover all days.
 *
 * @param perDay for each type the counts by date
 */
export function bucketsOf(perDay: Readonly<Record<string, Readonly<Record<string, number>>>>): Bucket[] {
  const days = Object.values(perDay).flatMap((counts) => Object.keys(counts).map(toDay));
  if (days.length === 0) return [];
  const [first, last] = [Math.min(...days), Math.max(...days)];
  const length = Math.ceil((last - first + 1) / mostBars);
  const bars = Math.ceil((last - first + 1) / length);
  const counts = Array.from({ length: bars }, (): Record<string, number> => ({}));
  for (const [type, byDate] of Object.entries(perDay)) {
    for (const [date, count] of Object.entries(byDate)) {
      const bar = counts[Math.floor((toDay(date) - first) / length)];
      if (bar) bar[type] = (bar[type] ?? 0) + count;
    }
  }
  return counts.map((each, index) => ({
    from: toDate(first + index * length),
    to: toDate(Math.min(last, first + (index + 1) * length - 1)),
    counts: each,
    total: Object.values(each).reduce((sum, count) => sum + count, 0),
  }));
}
