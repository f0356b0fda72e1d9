import type * as z from 'zod';
import type { WindowQuery } from '../../domain/query.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { AccountSettings } from '../../domain/settings.ts';
import { resolveWindow } from '../../domain/window.ts';
import type { Sent } from '../../vendor/api.ts';
import type { BodyObject } from '../../vendor/body.ts';
import { checkSessionIds, checkTags } from '../../vendor/bounds.ts';
import { readParameters } from './parameters.ts';
import { plainFields, plainSessionIds } from './plain-body.ts';
import type * as Schemas from './schema.ts';
import type { ByWindowBody } from './schema.ts';

/** (vendor page) */
const maxSessionIds = 50;

/** What a request asks for, once all of it has been found valid. */
export type SessionsQuery = { kind: 'byId'; sessionIds: string[] } | ({ kind: 'byWindow' } & WindowQuery);

/**
 * Validates a request's body and query string.
 *
 * @param now the account's clock, Unix ms
 * @throws Refusal that names the first thing that is wrong
 */
export async function parseRequest(
  { kind, body, parameters: query }: Sent,
  settings: AccountSettings,
  now: number,
): Promise<SessionsQuery> {
  const { sessionId } = body;
  if (Array.isArray(sessionId)) checkSessionIds(sessionId, maxSessionIds);
  if (sessionId === undefined) checkTags(body['tags']);
  if (sessionId !== undefined) return { kind: 'byId', sessionIds: await readSessionIds(body) };

  const parameters = readParameters(query, kind, settings);
  const fields = await readFields(body);
  return {
    kind: 'byWindow',
    window: resolveWindow(fields, now, settings),
    filter: {
      containmentType: parameters.containmentType,
      callId: parameters.callId,
      sessionType: fields.sessionType,
      userId: fields.userId,
      tags: fields.tags,
    },
    skip: fields.skip ?? fields.offset ?? 0,
    limit: readLimit(fields.limit, settings),
  };
}

async function readSessionIds(body: BodyObject): Promise<string[]> {
  const sessionIds =
    plainSessionIds(body) ?? (await bySchema(({ byIdSchema }) => byIdSchema.safeParse(body))).sessionId;
  return [...new Set(sessionIds)];
}

async function readFields(body: BodyObject): Promise<ByWindowBody> {
  return plainFields(body) ?? bySchema(({ byWindowSchema }) => byWindowSchema.safeParse(body));
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

function fieldRefusal(text: string): Refusal {
  return new Refusal('validation', 'body_field_invalid', text);
}
