import * as z from 'zod';
import { containmentTypes, sessionTypes } from '../../../domain/session.ts';
import { count, isoInstant } from '../../fields.ts';

const perContainmentType = z.record(z.enum(containmentTypes), count);
const perSessionType = z.record(z.enum(sessionTypes), count);

const countsSchema = z.object({
  total: count,
  active: count,
  perContainmentType,
  perContainmentTypeAsListed: perContainmentType,
  perSessionType,
  perCombination: z.record(z.enum(containmentTypes), perSessionType),
  perDay: z.record(z.string(), count),
});

/** What is true of sessions that were made up or given as a seed. */
export const truthSchema = countsSchema.extend({
  at: isoInstant,
  users: count,
  perBot: z.record(z.string(), countsSchema),
});
