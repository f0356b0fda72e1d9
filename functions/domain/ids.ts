import * as z from 'zod';

const idPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** Whether a text can be the id of a session, a bot or an account here, and so part of a key. */
export function isId(text: string): boolean {
  return idPattern.test(text);
}

/** Ids as keys and URLs take them. The vendor's are narrower, but the page's own samples are masked. */
export const idSchema = z
  .string()
  .regex(idPattern, 'must be 1 to 64 letters, digits, hyphens or underscores');
