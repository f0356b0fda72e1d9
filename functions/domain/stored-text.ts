import * as z from 'zod';

/**
 * A text that is kept as it is in an attribute of DynamoDB, which has texts in UTF-8: half of a surrogate pair, which
 * JSON can hold, has none. (AWS: DynamoDB data types.)
 */
export const storedText = z
  .string()
  .refine((text) => !/\p{Surrogate}/u.test(text), 'must not hold half of a character (a lone surrogate)');
