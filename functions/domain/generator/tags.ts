import type { Tag } from '../session.ts';
import type { Random } from './random.ts';

/** Names of tags, with the values each can have. */
export type TagValues = Readonly<Record<string, readonly string[]>>;

/** One tag of those given; undefined where none are. */
export function drawTag(tags: TagValues, random: Random): Tag | undefined {
  const names = Object.keys(tags).sort();
  if (names.length === 0) return undefined;
  const name = random.oneOf(names);
  return { value: random.oneOf(tags[name] ?? []), name };
}

/** One to three tags; a name may come twice, with one value or two. */
export function drawTags(tags: TagValues, random: Random): Tag[] {
  const drawn = Array.from({ length: random.between(1, 3) }, () => drawTag(tags, random));
  return drawn.filter((tag) => tag !== undefined);
}
