import * as z from 'zod';
import { tagText } from './rows/tag-text.ts';
import { type TagType, tagTypes } from './tag-types.ts';

/** A tag of a session or a message as filters see it. */
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

/**
 * Every condition of `and` must hold, and one of `or` where there are any (shape of sibling APIs; its meaning
 * here is assumed).
 */
export interface TagFilter {
  and?: readonly TagCondition[] | undefined;
  or?: readonly TagCondition[] | undefined;
}

/** A condition as clients send it. */
const tagConditionSchema = z.object({
  name: z.string().min(1),
  // The vendor documents mixed types: values are compared as texts.
  values: z.array(z.union([z.string(), z.number(), z.boolean()]).transform(tagText)),
  type: z.enum(['user', 'session']).optional(),
});

/** A filter of sessions as clients send it. */
export const tagFilterSchema = z.object({
  and: z.array(tagConditionSchema).optional(),
  or: z.array(tagConditionSchema).optional(),
});

const messageTagConditionSchema = tagConditionSchema.extend({ type: z.enum(tagTypes).optional() });

/** A filter of messages as clients send it. */
export const messageTagFilterSchema = z.object({
  and: z.array(messageTagConditionSchema).optional(),
  or: z.array(messageTagConditionSchema).optional(),
});
