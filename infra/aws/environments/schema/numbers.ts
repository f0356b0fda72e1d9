import * as z from 'zod';

/** A whole number from 1 on. */
export const positive = z.int().min(1);
