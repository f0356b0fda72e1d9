import { ThrottledError } from './errors.ts';
import { limitOf } from './table/throttling.ts';

/** What a failure of the store is, for people: its kind, and what throttled, but nothing that names resources. */
export function storeFailureText(error: Error): string {
  if (error instanceof ThrottledError) return `${error.message}: try again, or raise that limit.`;
  const limit = limitOf(error);
  return `DynamoDB did not answer as it should (${error.name}${limit ? `, by ${limit}` : ''}).`;
}
