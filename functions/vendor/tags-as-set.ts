import type { AccountSettings } from '../domain/settings.ts';
import type { TagCondition, TagFilter } from '../domain/tag-filter.ts';
import { fieldRefusal } from './fields-as-set.ts';

/**
 * A filter by tags as the account's settings read it; undefined where it filters nothing.
 *
 * @throws Refusal where they refuse what is accepted without them
 */
export function tagsAsSet<Filter extends TagFilter>(
  given: Filter | undefined,
  settings: AccountSettings,
): TagFilter | undefined {
  if (!given) return undefined;
  if (settings.tagOr === 'refuse' && given.or) throw fieldRefusal('tags: or is not allowed');
  const and = conditionsAsSet(given.and ?? [], settings);
  const or = settings.tagOr === 'apply' ? conditionsAsSet(given.or ?? [], settings) : [];
  if (settings.tagFilter === 'ignore') return undefined;
  return settings.tagAnd === 'any' ? { and: [], or: [...and, ...or] } : { and, or };
}

function conditionsAsSet(
  conditions: readonly TagCondition[],
  { untypedTags, emptyTagValues }: AccountSettings,
): TagCondition[] {
  const isEmpty = ({ values }: TagCondition): boolean => values.length === 0;
  if (emptyTagValues === 'refuse' && conditions.some(isEmpty)) {
    throw fieldRefusal('tags: values must hold one at least');
  }
  if (untypedTags === 'refuse' && conditions.some(({ type }) => type === undefined)) {
    throw fieldRefusal('tags: type must be user or session');
  }
  const kept = emptyTagValues === 'ignore' ? conditions.filter((each) => !isEmpty(each)) : conditions;
  if (untypedTags !== 'user' && untypedTags !== 'session') return [...kept];
  return kept.map((condition) => ({ ...condition, type: condition.type ?? untypedTags }));
}
