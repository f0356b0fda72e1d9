import type { ControlClient } from './client.ts';
import { isNotBegun } from './retries.ts';
import type { Generated } from './types.ts';

/** Far below what one call may make, so that each is answered well within API Gateway's 30 s. */
const sessionsPerCall = 5_000;

/**
 * Makes all sessions of a generation, in parts.
 *
 * @param args as the control API takes them
 * @param onProgress told of how many sessions of how many are made
 * @returns what all parts have written; the last part's truth is that of all
 */
export async function generateSessions(
  client: ControlClient,
  accountId: string,
  args: Readonly<Record<string, unknown>>,
  onProgress: (made: number, total: number) => void = () => {},
): Promise<Generated> {
  const call = (
    body: Readonly<Record<string, unknown>>,
    mayRepeat?: (error: unknown) => boolean,
  ): Promise<Generated> => {
    const given = { accountId, body: { ...body, limit: sessionsPerCall } };
    return client.callPatiently('generateSessions', given, mayRepeat);
  };
  // Begun a second time a scenario would have another "now", and other sessions beside those of the first time.
  let result = await ('scenario' in args
    ? call(args, isNotBegun)
    : call({ ...args, to: args['to'] ?? (await client.call('getClock', { accountId })).now }));
  let { next } = result;
  while (next !== undefined) {
    onProgress(next, result.total);
    // The arguments as the first part understood them, so that defaults such as "now" stay what they were.
    const part = await call({ ...result.arguments, offset: next });
    result = {
      ...part,
      written: result.written + part.written,
      replaced: result.replaced + part.replaced,
      settled: result.settled && part.settled,
    };
    next = part.next;
  }
  return result;
}
