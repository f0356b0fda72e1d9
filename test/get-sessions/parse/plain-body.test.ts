import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../functions/domain/default-settings.ts';
import { containmentTypes, sessionTypes } from '../../../functions/domain/session.ts';
import { readParameters } from '../../../functions/get-sessions/parse/parameters.ts';
import { plainFields, plainSessionIds } from '../../../functions/get-sessions/parse/plain-body.ts';
import {
  byIdSchema,
  byWindowSchema,
  containmentTypeSchema,
} from '../../../functions/get-sessions/parse/schema.ts';
import { unreadFields } from '../../../functions/get-sessions/parse/unread-fields.ts';

const scalar = fc.oneof(
  fc.string(),
  fc.nat(),
  fc.double(),
  fc.integer({ min: -2, max: 2 }),
  fc.constantFrom(
    '',
    '0',
    '7',
    '007',
    '-1',
    '1.5',
    '1'.repeat(400),
    null,
    true,
    [],
    {},
    Number.POSITIVE_INFINITY,
    1e300,
  ),
  fc.constantFrom(...sessionTypes, 'user', 'session', 'Interactive'),
  fc.constant(undefined),
);
const list = <T>(entry: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: fc.array(entry, { maxLength: 3 }) }, scalar);
const condition = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record(
      {
        name: fc.oneof(fc.string({ minLength: 1 }), scalar),
        values: list(fc.oneof(fc.string(), fc.nat(), fc.boolean(), scalar)),
        type: fc.oneof(fc.constantFrom('user', 'session'), scalar),
        other: scalar,
      },
      { requiredKeys: ['name', 'values'] },
    ),
  },
  scalar,
);
const tags = fc.oneof(
  fc.record({ and: list(condition), or: list(condition), other: scalar }, { requiredKeys: [] }),
  scalar,
);
const body = fc.record(
  {
    userId: scalar,
    skip: scalar,
    offset: scalar,
    limit: scalar,
    dateFrom: scalar,
    dateTo: scalar,
    tags,
    sessionType: scalar,
    sessionId: list(scalar),
    other: scalar,
  },
  { requiredKeys: [] },
);
// Few bodies of eight fields by chance are right as a whole.
const anyBody = fc.oneof(
  body,
  body.chain((all) => fc.subarray(Object.entries(all), { maxLength: 2 }).map(Object.fromEntries)),
);

describe('a body read without the schemas', () => {
  test('is what the schema for windows makes of it, or for the schema to refuse', () => {
    fc.assert(
      fc.property(anyBody, (given) => {
        expect(plainFields(given)).toEqual(byWindowSchema.safeParse(given).data);
      }),
    );
  });

  test('is what the schema for ids makes of it, or for the schema to refuse', () => {
    fc.assert(
      fc.property(anyBody, (given) => {
        expect(plainSessionIds(given)).toEqual(byIdSchema.safeParse(given).data?.sessionId);
      }),
    );
  });

  test.each(containmentTypes)('knows the containment type %s as the schema does', (type) => {
    const read = readParameters(new URLSearchParams({ containmentType: type }), 'bot', defaultSettings);
    expect(read.containmentType).toBe(containmentTypeSchema.parse(type));
  });
});

test('every field of the schemas counts as read, and others do not', () => {
  const fields = [...Object.keys(byWindowSchema.shape), ...Object.keys(byIdSchema.shape), 'includeMeta'];
  expect(unreadFields(Object.fromEntries(fields.map((field) => [field, 1])))).toEqual([]);
  const given = { limits: 1, tags: { and: [{ name: 'n', values: [], type: 'user', kind: 1 }], not: [] } };
  expect(unreadFields(given)).toEqual(['limits', 'tags.not', 'tags.and.0.kind']);
});
