import type { TagCondition, TagFilter } from '../domain/tag-filter.ts';

/** Lists the members of a type, and none is forgotten. */
export const membersOf = <T>(members: Record<keyof T, true>): string[] => Object.keys(members);

const tagFilterFields = new Set(membersOf<TagFilter>({ and: true, or: true }));
const tagConditionFields = new Set(membersOf<TagCondition>({ name: true, values: true, type: true }));

function unknownKeys(value: unknown, known: ReadonlySet<string>): string[] {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? Object.keys(value).filter((key) => !known.has(key)) : [];
}

/** Paths of the body's fields that nothing reads: sent by mistake, perhaps misspelt. */
export function unreadFields(body: Record<string, unknown>, known: ReadonlySet<string>): string[] {
  const tags = body['tags'];
  const unread = unknownKeys(body, known);
  if (typeof tags !== 'object' || tags === null) return unread;
  const inLists = (['and', 'or'] as const).flatMap((list) => {
    const conditions: unknown = Reflect.get(tags, list);
    if (!Array.isArray(conditions)) return [];
    return conditions.flatMap((condition: unknown, index) =>
      unknownKeys(condition, tagConditionFields).map((key) => `tags.${list}.${index}.${key}`),
    );
  });
  // As many as a client likes: more than a call takes arguments.
  return unread.concat(
    unknownKeys(tags, tagFilterFields).map((key) => `tags.${key}`),
    inLists,
  );
}
