import type { TagCondition, TagFilter } from '../../domain/tag-filter.ts';
import type { ByWindowBody } from './schema.ts';

/** Accepted and ignored (newer vendor documentation). */
const ignoredFields = ['includeMeta'];

/** Lists the members of a type, and none is forgotten. */
const membersOf = <T>(members: Record<keyof T, true>): string[] => Object.keys(members);

export const windowFields = membersOf<ByWindowBody>({
  userId: true,
  skip: true,
  offset: true,
  limit: true,
  dateFrom: true,
  dateTo: true,
  tags: true,
  sessionType: true,
});
const bodyFields = new Set([...windowFields, 'sessionId', ...ignoredFields]);
const tagFilterFields = new Set(membersOf<TagFilter>({ and: true, or: true }));
const tagConditionFields = new Set(membersOf<TagCondition>({ name: true, values: true, type: true }));

function unknownKeys(value: unknown, known: ReadonlySet<string>): string[] {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? Object.keys(value).filter((key) => !known.has(key)) : [];
}

/** Paths of the body's fields that nothing reads: sent by mistake, perhaps misspelt. */
export function unreadFields(body: Record<string, unknown>): string[] {
  const tags = body['tags'];
  const inLists = (['and', 'or'] as const).flatMap((list) => {
    const conditions: unknown = (tags as Record<string, unknown> | null | undefined)?.[list];
    if (!Array.isArray(conditions)) return [];
    return conditions.flatMap((condition: unknown, index) =>
      unknownKeys(condition, tagConditionFields).map((key) => `tags.${list}.${index}.${key}`),
    );
  });
  // As many as a client likes: more than a call takes arguments.
  return unknownKeys(body, bodyFields).concat(
    unknownKeys(tags, tagFilterFields).map((key) => `tags.${key}`),
    inLists,
  );
}
