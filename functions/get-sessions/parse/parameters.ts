import type { RouteKind } from '../../domain/faults.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type ContainmentType, containmentTypes } from '../../domain/session.ts';
import type { AccountSettings } from '../../domain/settings.ts';

export interface Parameters {
  containmentType?: ContainmentType | undefined;
  callId?: string | undefined;
}

function single(query: URLSearchParams, name: string): string | undefined {
  const values = query.getAll(name);
  if (values.length <= 1) return values[0];
  throw new Refusal('validation', 'query_parameter_invalid', `${name} is given ${values.length} times.`);
}

function readContainmentType(query: URLSearchParams, settings: AccountSettings): ContainmentType | undefined {
  const text = single(query, 'containmentType');
  if (text === undefined) return undefined;
  const known = containmentTypes.find((type) => type === text);
  if (known !== undefined) return known;
  if (settings.unknownContainmentType === 'ignore') return undefined;
  throw new Refusal(
    'validation',
    'query_parameter_invalid',
    `containmentType must be one of ${containmentTypes.join(', ')}, spelt like this.`,
  );
}

function readCallId(query: URLSearchParams): string | undefined {
  const callId = single(query, 'callId');
  if (callId !== '') return callId;
  throw new Refusal('validation', 'query_parameter_invalid', 'callId is empty.');
}

/**
 * Reads the query string. `callId` belongs to the bot route only (newer vendor documentation).
 *
 * @throws Refusal where a parameter is repeated or has no valid value
 */
export function readParameters(
  query: URLSearchParams,
  kind: RouteKind,
  settings: AccountSettings,
): Parameters {
  return {
    containmentType: readContainmentType(query, settings),
    callId: kind === 'bot' ? readCallId(query) : undefined,
  };
}

/** Names of the query parameters that nothing reads on this route. */
export function unreadParameters(query: URLSearchParams, kind: RouteKind): string[] {
  const read = kind === 'bot' ? ['containmentType', 'callId'] : ['containmentType'];
  return [...new Set(query.keys())].filter((name) => !read.includes(name)).map((name) => `?${name}`);
}
