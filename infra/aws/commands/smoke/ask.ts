import { causeOf } from '../../fetch-failure.ts';
import { CommandError, exitCodes } from '../failure.ts';

/** An answer, and to what. */
export interface Reply {
  method: string;
  url: string;
  status: number;
  text: string;
  /** Undefined where it is not JSON. */
  body: unknown;
  /** The emulator's word on why it refuses. */
  reason: string | undefined;
}

/** Longer than API Gateway waits for a function. */
const timeoutMs = 35_000;

/**
 * Sends a request; a body is sent as JSON.
 *
 * @throws CommandError where nothing answers
 */
export async function ask(
  method: string,
  url: string,
  headers: Record<string, string> = {},
  body?: unknown,
): Promise<Reply> {
  try {
    const response = await fetch(url, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const reason = response.headers.get('x-emulator-reason') ?? undefined;
    return { method, url, status: response.status, text, body: parse(text), reason };
  } catch (error) {
    throw new CommandError(
      `Nothing answers at ${url}: ${causeOf(error)}. Check the network, and whether the environment lets this address in.`,
      exitCodes.failed,
    );
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
