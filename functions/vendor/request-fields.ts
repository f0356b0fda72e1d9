import * as z from 'zod';

/** A whole number as clients send it, or its decimal digits in a string. */
const wholeNumber = (min: number) =>
  z
    .unknown()
    .transform((value, context) => {
      const given = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
      // Past what a number can hold is large, and no less whole.
      const number = given === Number.POSITIVE_INFINITY ? Number.MAX_SAFE_INTEGER : given;
      if (typeof number === 'number' && Number.isInteger(number) && number >= min) return number;
      context.issues.push({
        code: 'custom',
        input: value,
        message: `must be a whole number, at least ${min}`,
      });
      return z.NEVER;
    })
    .meta({ type: ['integer', 'string'], minimum: min, pattern: '^\\d+$' });

export const nonEmpty = z.string().min(1);

/** One id or several; what reads them has a list. */
export const sessionIds = z.union(
  [z.string().transform((id) => [id]), z.array(z.string())],
  'must be an array of strings, or one string',
);

/** What requests for pages of a window have in common. */
export const windowFields = {
  userId: nonEmpty.optional(),
  skip: wholeNumber(0).optional(),
  offset: wholeNumber(0).optional(),
  limit: wholeNumber(1).optional(),
  dateFrom: z.string().optional(),
  dateTo: z.string().optional(),
};
