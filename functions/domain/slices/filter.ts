import type { SessionFilter } from '../query.ts';
import type { TagCondition } from '../tag-filter.ts';
import { type HashedText, hashed } from './dictionary.ts';

export interface PreparedCondition {
  name: HashedText;
  values: readonly HashedText[];
  type: TagCondition['type'];
}

/** A filter whose texts are hashed, as many slices are to be asked for them. */
export interface PreparedFilter extends Pick<SessionFilter, 'containmentType' | 'sessionType' | 'channel'> {
  userId: HashedText | undefined;
  callId: HashedText | undefined;
  tags: { and: readonly PreparedCondition[]; or: readonly PreparedCondition[] } | undefined;
}

const prepareAll = (conditions: readonly TagCondition[] = []): PreparedCondition[] =>
  conditions.map(({ name, values, type }) => ({
    name: hashed(name),
    values: [...new Set(values)].map(hashed),
    type,
  }));

function withoutRepetitions(conditions: readonly PreparedCondition[]): PreparedCondition[] {
  const keyOf = ({ name, values, type }: PreparedCondition): string =>
    JSON.stringify([type, name.text, ...values.map(({ text }) => text).sort()]);
  return conditions.length < 2
    ? [...conditions]
    : [...new Map(conditions.map((condition) => [keyOf(condition), condition])).values()];
}

/** @returns undefined where every session passes */
export function prepareFilter(filter: SessionFilter): PreparedFilter | undefined {
  if (Object.values(filter).every((wanted) => wanted === undefined)) return undefined;
  // One that is not taken up here does not compile: it would let every session pass.
  const { containmentType, sessionType, channel, userId, callId, tags, ...others } = filter;
  others satisfies Record<string, never>;
  return {
    containmentType,
    sessionType,
    channel,
    userId: userId === undefined ? undefined : hashed(userId),
    callId: callId === undefined ? undefined : hashed(callId),
    tags: tags && { and: withoutRepetitions(prepareAll(tags.and)), or: prepareAll(tags.or) },
  };
}
