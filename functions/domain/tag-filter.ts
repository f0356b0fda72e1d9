export type TagType = 'user' | 'session';

/** A session's tag as filters see it. */
export interface TagEntry {
  type: TagType;
  name: string;
  value: string;
}

/** One condition: a tag of this name, and of this type where one is given, with any of these values. */
export interface TagCondition {
  name: string;
  values: readonly string[];
  type?: TagType | undefined;
}

/** Every condition of `and` must hold, and one of `or` where there are any. */
export interface TagFilter {
  and?: readonly TagCondition[] | undefined;
  or?: readonly TagCondition[] | undefined;
}

function holds(tags: readonly TagEntry[], condition: TagCondition): boolean {
  return tags.some(
    (tag) =>
      tag.name === condition.name &&
      (condition.type === undefined || tag.type === condition.type) &&
      condition.values.includes(tag.value),
  );
}

/** Whether a session's tags satisfy the filter (shape of sibling APIs; its meaning here is assumed). */
export function matchesTags(tags: readonly TagEntry[], filter: TagFilter): boolean {
  const { and = [], or = [] } = filter;
  return (
    and.every((condition) => holds(tags, condition)) &&
    (or.length === 0 || or.some((condition) => holds(tags, condition)))
  );
}
