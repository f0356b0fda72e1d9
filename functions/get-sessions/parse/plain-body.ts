import { tagText } from '../../domain/rows/tag-text.ts';
import { sessionTypes } from '../../domain/session.ts';
import type { BodyObject } from '../../vendor/body.ts';
import type { ByWindowBody } from './schema.ts';

/*
 * Reads bodies as the schemas of `schema.ts` do, without them. What is wrong with a body is for the schemas to say:
 * here it is undefined.
 */

type Tags = NonNullable<ByWindowBody['tags']>;
type Condition = NonNullable<Tags['and']>[number];

/** Thrown within this file alone. */
class Mistake extends Error {}

/** What reading gives; undefined where a part of it is not as it must be. */
function unlessMistaken<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Mistake) return undefined;
    throw error;
  }
}

/** The ids that a body asks for. */
export function plainSessionIds({ sessionId }: BodyObject): string[] | undefined {
  return unlessMistaken(() => (typeof sessionId === 'string' ? [sessionId] : listOf(sessionId, text)));
}

/** Window, filters and page that a body asks for; without those that it leaves out. */
export function plainFields(body: BodyObject): ByWindowBody | undefined {
  return unlessMistaken(() => readMembers(body, fields));
}

type Readers<T> = { [K in keyof T]-?: (value: unknown) => Exclude<T[K], undefined> };

/** The members of an object that are there, each as its reader takes it. */
function readMembers<T extends object>(
  members: Readonly<Record<string, unknown>>,
  readers: Readers<T>,
): Partial<T> {
  const found: Partial<T> = {};
  for (const name in readers) {
    const value = members[name];
    if (value !== undefined) found[name] = readers[name](value);
  }
  return found;
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new Mistake();
}

function nonEmpty(value: unknown): string {
  if (value !== '') return text(value);
  throw new Mistake();
}

function oneOf<T extends string>(known: readonly T[]): (value: unknown) => T {
  return (value) => {
    const found = known.find((one) => one === value);
    if (found !== undefined) return found;
    throw new Mistake();
  };
}

/** A whole number, or its decimal digits in a string. */
function wholeNumber(min: number): (value: unknown) => number {
  return (value) => {
    const given = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
    // Past what a number can hold is large, and no less whole.
    const number = given === Number.POSITIVE_INFINITY ? Number.MAX_SAFE_INTEGER : given;
    if (typeof number === 'number' && Number.isInteger(number) && number >= min) return number;
    throw new Mistake();
  };
}

function listOf<T>(value: unknown, read: (entry: unknown) => T): T[] {
  if (Array.isArray(value)) return value.map(read);
  throw new Mistake();
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (isObject) return { ...value };
  throw new Mistake();
}

function tagFilter(value: unknown): Tags {
  const members = membersOf(value);
  const conditions = (list: unknown): Condition[] => listOf(list, tagCondition);
  return readMembers<Tags>(members, { and: conditions, or: conditions });
}

const tagType = oneOf(['user', 'session'] as const);

function tagCondition(value: unknown): Condition {
  const members = membersOf(value);
  return {
    name: nonEmpty(members['name']),
    values: listOf(members['values'], tagValue),
    ...readMembers<Pick<Condition, 'type'>>(members, { type: tagType }),
  };
}

/** The vendor documents mixed types: values are compared as texts. */
function tagValue(value: unknown): string {
  if (!['string', 'number', 'boolean'].includes(typeof value)) throw new Mistake();
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Mistake();
  return tagText(value);
}

const fields: Readers<ByWindowBody> = {
  userId: nonEmpty,
  skip: wholeNumber(0),
  offset: wholeNumber(0),
  limit: wholeNumber(1),
  dateFrom: text,
  dateTo: text,
  tags: tagFilter,
  sessionType: oneOf(sessionTypes),
};
