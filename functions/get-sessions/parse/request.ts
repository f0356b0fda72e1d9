import type * as z from 'zod';
import type { WindowQuery } from '../../domain/query.ts';
import type { AccountSettings } from '../../domain/settings.ts';
import { resolveWindow } from '../../domain/window.ts';
import type { Sent } from '../../vendor/api.ts';
import type { BodyObject } from '../../vendor/body.ts';
import { checkTags } from '../../vendor/bounds.ts';
import { asksForNoRows, fieldRefusal, skipOf } from '../../vendor/fields-as-set.ts';
import { tagsAsSet } from '../../vendor/tags-as-set.ts';
import { nothing, type Read } from '../../vendor/unknown-value.ts';
import { bodyAsSet, withoutNulls } from './as-set.ts';
import { readContainmentType, readParameters } from './parameters.ts';
import { plainFields, plainSessionIds } from './plain-body.ts';
import type * as Schemas from './schema.ts';
import type { ByWindowBody } from './schema.ts';
import { sessionIdsAsSet } from './session-ids.ts';

/** What a request asks for, once all of it has been found valid. */
export type SessionsQuery = { kind: 'byId'; sessionIds: string[] } | ({ kind: 'byWindow' } & WindowQuery);

/**
 * Validates a request's body and query string.
 *
 * @param now the account's clock, Unix ms
 * @throws Refusal that names the first thing that is wrong
 */
export async function parseRequest(
  sent: Sent,
  settings: AccountSettings,
  now: number,
): Promise<SessionsQuery> {
  const body = withoutNulls(sent.body, settings);
  const asked = sessionIdsAsSet(body['sessionId'], settings);
  if (asked === undefined) return readWindowQuery({ ...sent, body }, settings, now);

  const sessionIds = [...new Set(await readSessionIds({ sessionId: asked }))];
  if (settings.besideSessionId === 'check') {
    const { sessionId: _, ...others } = body;
    await readWindowQuery({ ...sent, body: others }, settings, now);
  }
  return { kind: 'byId', sessionIds };
}

async function readWindowQuery(
  { kind, body: given, parameters: query }: Sent,
  settings: AccountSettings,
  now: number,
): Promise<SessionsQuery> {
  checkTags(given['tags']);
  const { containmentType: ofQuery, callId } = readParameters(query, kind, settings);
  const ofBody = bodyContainmentType(given, settings);
  const containmentType = ofQuery ?? ofBody;
  const { body, matchesNone } = bodyAsSet(given, settings);
  const fields = await readFields(body, settings);
  const window = resolveWindow(fields, now, settings);
  const isNone = matchesNone || containmentType === nothing || callId === nothing;
  return {
    kind: 'byWindow',
    // No session starts within a window that ends before it begins.
    window: isNone ? { from: 1, to: 0 } : window,
    filter: {
      containmentType: filterOf(containmentType),
      callId: filterOf(callId),
      sessionType: fields.sessionType,
      userId: fields.userId,
      tags: tagsAsSet(fields.tags, settings),
    },
    skip: skipOf(fields, settings),
    limit: asksForNoRows(given, settings) ? 0 : readLimit(fields.limit, settings),
  };
}

const filterOf = <T>(value: Read<T>): T | undefined => (value === nothing ? undefined : value);

function bodyContainmentType({ containmentType }: BodyObject, settings: AccountSettings) {
  if (settings.bodyContainmentType === 'ignore') return undefined;
  // An object may have no text of its own.
  const isText = containmentType === undefined || typeof containmentType === 'string';
  return readContainmentType(isText ? containmentType : JSON.stringify(containmentType), settings);
}

async function readSessionIds(body: BodyObject): Promise<string[]> {
  return plainSessionIds(body) ?? (await bySchema(({ byIdSchema }) => byIdSchema.safeParse(body))).sessionId;
}

async function readFields(body: BodyObject, { malformedTags }: AccountSettings): Promise<ByWindowBody> {
  const { tags } = body;
  const isMalformed = malformedTags === 'ignore' && plainFields({ tags }) === undefined;
  const read = isMalformed ? { ...body, tags: undefined } : body;
  return plainFields(read) ?? bySchema(({ byWindowSchema }) => byWindowSchema.safeParse(read));
}

/**
 * Schemas say what is wrong with a body. To load them takes longer than anything else here, and few bodies are wrong.
 *
 * @throws Refusal that says it
 */
async function bySchema<T>(parse: (schemas: typeof Schemas) => z.ZodSafeParseResult<T>): Promise<T> {
  const result = parse(await import('./schema.ts'));
  if (result.success) return result.data;
  const { describeIssues } = await import('../../domain/issues.ts');
  throw fieldRefusal(describeIssues(result.error));
}

function readLimit(limit: number | undefined, settings: AccountSettings): number {
  if (limit === undefined) return Math.min(settings.defaultLimit, settings.maxLimit);
  if (limit > settings.maxLimit && settings.oversizedLimit === 'refuse') {
    throw fieldRefusal(`limit: must be at most ${settings.maxLimit}`);
  }
  return Math.min(limit, settings.maxLimit);
}
