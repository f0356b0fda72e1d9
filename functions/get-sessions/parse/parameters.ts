import type { RouteKind } from '../../domain/faults.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type ContainmentType, containmentTypes } from '../../domain/session.ts';
import type { AccountSettings } from '../../domain/settings.ts';
import { asUnknown, type Read } from '../../vendor/unknown-value.ts';

export interface Parameters {
  containmentType: Read<ContainmentType>;
  callId: Read<string>;
}

const invalid = (text: string): Refusal => new Refusal('validation', 'query_parameter_invalid', text);

function single(
  query: URLSearchParams,
  name: string,
  { repeatedParameters }: AccountSettings,
): string | undefined {
  const values = query.getAll(name);
  if (values.length <= 1) return values[0];
  if (repeatedParameters === 'refuse') throw invalid(`${name} is given ${values.length} times.`);
  return repeatedParameters === 'first' ? values[0] : values.at(-1);
}

/**
 * What a text asks for as `containmentType`.
 *
 * @throws Refusal where it is none, and the settings do not let it pass
 */
export function readContainmentType(
  text: string | undefined,
  settings: AccountSettings,
): Read<ContainmentType> {
  if (text === undefined) return undefined;
  const known = containmentTypes.find((type) => type === text);
  if (known !== undefined) return known;
  return asUnknown(text === '' ? settings.emptyContainmentType : settings.unknownContainmentType, () =>
    invalid(`containmentType must be one of ${containmentTypes.join(', ')}, spelt like this.`),
  );
}

function readCallId(query: URLSearchParams, settings: AccountSettings): Read<string> {
  const callId = single(query, 'callId', settings);
  if (callId !== '') return callId;
  return asUnknown(settings.emptyCallId, () => invalid('callId is empty.'));
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
  if (settings.unknownParameters === 'refuse') refuseUnread(query, kind);
  const hasCallId = kind === 'bot' || settings.accountRouteCallId === 'filter';
  return {
    containmentType: readContainmentType(single(query, 'containmentType', settings), settings),
    callId: hasCallId ? readCallId(query, settings) : undefined,
  };
}

function refuseUnread(query: URLSearchParams, kind: RouteKind): void {
  // That parameter has a setting of its own.
  const unread = unreadParameters(query, kind).filter((name) => name !== '?callId');
  if (unread.length > 0) throw invalid(`Nothing reads ${unread.join(', ')}.`);
}

/** Names of the query parameters that nothing reads on this route. */
export function unreadParameters(query: URLSearchParams, kind: RouteKind): string[] {
  const read = kind === 'bot' ? ['containmentType', 'callId'] : ['containmentType'];
  return [...new Set(query.keys())].filter((name) => !read.includes(name)).map((name) => `?${name}`);
}
