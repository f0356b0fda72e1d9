import { ThrottledError } from './errors.ts';
import { limitOf } from './table/throttling.ts';

/**
 * What a failure of the store is, for people: its kind, and what throttled or what the disk says, but nothing that
 * names resources.
 */
export function storeFailureText(error: Error): string {
  if (error instanceof ThrottledError) return `${error.message}: try again, or raise that limit.`;
  const limit = limitOf(error);
  const why = limit ? `, by ${limit}` : '';
  // DynamoDB's own message may name a table; these are words of the embedded engine, which name none.
  const told = error.message.startsWith('The data could not be read or written: ')
    ? `: ${error.message}`
    : '';
  return `DynamoDB did not answer as it should (${error.name}${why}${told}).`;
}
