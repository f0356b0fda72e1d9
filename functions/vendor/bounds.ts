import { Refusal } from '../domain/refusal.ts';

/** Far more than a console lets one pick, few enough to be looked at in no time (assumed). */
const maxTagConditions = 100;
const maxTagValues = 1_000;

/**
 * Looks at how many ids a request is for, before each of them is looked at.
 *
 * @throws Refusal where they are more than so many
 */
export function checkSessionIds({ length }: readonly unknown[], most: number): void {
  if (length <= most) return;
  throw new Refusal(
    'validation',
    'session_ids_too_many',
    `sessionId holds ${length} ids, duplicates counted; at most ${most} are allowed.`,
  );
}

/**
 * Looks at how many conditions a filter of tags has, before each of them is looked at.
 *
 * @throws Refusal where they are too many
 */
export function checkTags(tags: unknown): void {
  const conditions = [...arrayOf(tags, 'and'), ...arrayOf(tags, 'or')];
  if (conditions.length > maxTagConditions) {
    throw tooMany(`tags holds ${conditions.length} conditions; at most ${maxTagConditions} are allowed.`);
  }
  const values = conditions.reduce<number>((sum, condition) => sum + arrayOf(condition, 'values').length, 0);
  if (values > maxTagValues) {
    throw tooMany(`The conditions of tags hold ${values} values; at most ${maxTagValues} are allowed.`);
  }
}

const tooMany = (text: string): Refusal => new Refusal('validation', 'tags_too_many', text);

/** What a member of an object holds, where it is an array. */
function arrayOf(value: unknown, name: string): readonly unknown[] {
  const member: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return Array.isArray(member) ? member : [];
}
