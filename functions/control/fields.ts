import * as z from 'zod';
import { dayMs, parseApiDate } from '../domain/dates.ts';
import { invalidRequest } from './problem.ts';

const instantOf = (dateOnlyMeans: 'firstInstant' | 'lastInstant') =>
  z.string().transform((text, context) => {
    const date = parseApiDate(text);
    if (date) return date.dateOnly && dateOnlyMeans === 'lastInstant' ? date.ms + dayMs - 1 : date.ms;
    context.issues.push({
      code: 'custom',
      input: text,
      message: 'must be an ISO time such as 2026-03-01T09:00:00.000Z',
    });
    return z.NEVER;
  });

/** A time, as Unix ms; a date alone is its first instant (GMT). */
export const instant = instantOf('firstInstant');

/** A time, as Unix ms; a date alone is its last instant (GMT). */
export const lastInstant = instantOf('lastInstant');

/** A whole number in a query string. */
export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max));

/** An instant as answers have it. */
export const isoInstant = z.iso.datetime({ precision: 3 });

/** How many there are of something, in an answer. */
export const count = z.int().min(0);

/** How many sessions there are of an account, or were kept of it. */
export const sessionCount = count
  .nullable()
  .meta({ description: 'Null: not known, as a call that wrote sessions of the account was cut off.' });

/** A place in a list, as `toCursor` writes it. */
export const cursor = z.string().max(200);

/** A place in a list as a text that fits a URL. */
export const toCursor = (place: string): string => Buffer.from(place).toString('base64url');

export const fromCursor = (text: string): string => Buffer.from(text, 'base64url').toString();

/**
 * Checks a part of a body by its schema.
 *
 * @param at where in the body it is
 * @throws Problem that names the fields that are wrong
 */
export function checked<S extends z.ZodType>(
  schema: S,
  value: unknown,
  at: readonly string[] = [],
): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => ({ ...issue, path: [...at, ...issue.path] }));
  throw invalidRequest(new z.ZodError(issues));
}
