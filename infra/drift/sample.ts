import type { RealMessage, RealRow, Refused } from '../real-api/outcome.ts';

/** Sessions that the vendor has shown, and the window that holds these and no others. */
export interface Sample {
  /** Unix ms at which it was taken. */
  at: number;
  /** ISO times: the ends of the window, both inclusive. */
  from: string;
  to: string;
  /** In the order in which they came. */
  rows: readonly RealRow[];
  /** A longer window around it, and how many sessions it holds. */
  wide: { from: string; to: string; total: number };
  /** Sessions of the account in that window; undefined without an admin app. */
  accountTotal: number | undefined;
  /** A session of another bot of the account, where there is one. */
  otherBotsId: string | undefined;
  /** A session of 15 to 21 days ago that has session tags. */
  old: { sessionId: string; tags: string } | undefined;
  messages: MessageSample | NoMessages;
}

/** Messages that the vendor has shown, of a window that is over. */
export interface MessageSample {
  /** ISO times: the ends of the window, both inclusive. */
  from: string;
  to: string;
  /** How many there are in it. */
  total: number;
  /** Some of them: the first, oldest first, and the last, newest first. */
  oldest: readonly RealMessage[];
  newest: readonly RealMessage[];
  /** The members of an answer, and its `icon`. */
  members: readonly string[];
  icon: unknown;
  /** A message of 15 to 21 days ago that belongs to a session. */
  old: RealMessage | undefined;
}

/** Why there are none, for people; and how they were refused, where they were. */
export interface NoMessages {
  why: string;
  refused?: Refused;
}

/** A tag of a session. */
export interface SampleTag {
  type: 'user' | 'session';
  name: string;
  value: string;
}

const tagLists = { user: 'userTags', session: 'sessionTags' } as const;

/** The tags of a session or a message whose values are texts. */
export function tagsOf({ tags }: Readonly<Record<string, unknown>>): SampleTag[] {
  if (typeof tags !== 'object' || tags === null) return [];
  return (['user', 'session'] as const).flatMap((type) => {
    const list: unknown = Reflect.get(tags, tagLists[type]);
    if (!Array.isArray(list)) return [];
    return list.flatMap((entry: unknown) => {
      if (typeof entry !== 'object' || entry === null) return [];
      const { name, value } = entry as Record<string, unknown>;
      return typeof name === 'string' && name !== '' && typeof value === 'string'
        ? [{ type, name, value }]
        : [];
    });
  });
}

/** Every tag of a sample, each once, those of most sessions first. */
export function distinctTags(sample: Sample): SampleTag[] {
  const counts = new Map<string, { tag: SampleTag; count: number }>();
  for (const tag of sample.rows.flatMap(tagsOf)) {
    const key = JSON.stringify([tag.type, tag.name, tag.value]);
    counts.set(key, { tag, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count).map(({ tag }) => tag);
}

/** How many of the sessions pass a test. */
export function countOf(sample: Sample, test: (row: RealRow) => boolean): number {
  return sample.rows.filter(test).length;
}

/** Whether a row has a tag; of any type where none is given. */
export function hasTag(
  row: Readonly<Record<string, unknown>>,
  { name, value, type }: Omit<SampleTag, 'type'> & { type?: string },
): boolean {
  return tagsOf(row).some(
    (tag) => tag.name === name && tag.value === value && (type === undefined || tag.type === type),
  );
}
