import * as z from 'zod';

/** Wide enough to move any instant to any other; sums of both stay exact. */
const longestOffsetMs = 4_294_967_295_999;

const weight = z.number().min(0).max(1_000_000);

/** Only the ratios of weights matter. */
const shapeObject = z.strictObject({
  /** Weight of each hour of the day, from midnight. */
  hours: z.array(weight).length(24),
  /** Weight of each day of the week, from Monday. */
  weekdays: z.array(weight).length(7),
  /** Added to GMT before hour and weekday are read, in ms: the time zone of the users. */
  offsetMs: z.int().min(-longestOffsetMs).max(longestOffsetMs).default(0),
});

/** How the starts of sessions spread over the day and the week. */
export type Shape = z.output<typeof shapeObject>;

export const shapes = {
  flat: { hours: Array<number>(24).fill(1), weekdays: Array<number>(7).fill(1), offsetMs: 0 },
  business: {
    hours: [2, 1, 1, 1, 1, 2, 5, 15, 45, 80, 95, 100, 80, 75, 90, 95, 85, 65, 40, 30, 22, 15, 8, 4],
    weekdays: [105, 100, 98, 96, 90, 28, 18],
    offsetMs: 0,
  },
} as const satisfies Record<string, Shape | { hours: readonly number[]; weekdays: readonly number[] }>;

const shapeNames = ['flat', 'business'] as const;

/** A shape by name (`flat`; `business`: busy hours, fewer sessions on weekends) or by its weights. */
export const shapeSchema = z
  .union([z.enum(shapeNames), shapeObject], {
    error: `must be ${shapeNames.join(' or ')}, or an object of 24 hours and 7 weekdays with weights from 0`,
  })
  .transform(
    (shape): Shape =>
      typeof shape === 'string'
        ? { hours: [...shapes[shape].hours], weekdays: [...shapes[shape].weekdays], offsetMs: 0 }
        : shape,
  );
