import * as z from 'zod';
import { idPattern } from './ids.ts';

/** Ids as keys and URLs take them. The vendor's are narrower, but the page's own samples are masked. */
export const idSchema = z
  .string()
  .regex(idPattern, 'must be 1 to 64 letters, digits, hyphens or underscores');
