import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { dayOf } from '../../../functions/domain/bot-days.ts';
import { generatorSchema } from '../../../functions/domain/generator/arguments.ts';
import { generateSessions } from '../../../functions/domain/generator/generate.ts';
import { Slice } from '../../../functions/domain/slices/slice.ts';
import { type PackedEntry, SliceBuilder } from '../../../functions/domain/slices/slice-builder.ts';
import { toSessionRecord } from '../../../functions/store/sessions/session-item.ts';

const mostBytesPerSession = 150;

const entriesMade = new Map<string, readonly PackedEntry[]>();

/** A bot's sessions of one day as the index has them; made once, as the generator takes longer than what is tested. */
function entriesOf(count: number, more: Record<string, unknown> = {}): readonly PackedEntry[] {
  const key = JSON.stringify([count, more]);
  const entries = entriesMade.get(key) ?? makeEntries(count, more);
  entriesMade.set(key, entries);
  return entries;
}

function makeEntries(count: number, more: Record<string, unknown>): PackedEntry[] {
  const args = generatorSchema.parse({
    seed: 'memory',
    bots: ['st-1'],
    count,
    from: '2026-03-03T00:00:00.000Z',
    to: '2026-03-03T23:59:59.999Z',
    ...more,
  });
  return generateSessions(args).sessions.map((session) => {
    const { sessionId, filter } = toSessionRecord(session, 123_456);
    return { sessionId, startTime: session.startTime, filter };
  });
}

/** A slice as it is read, of which no filter has asked anything yet. */
function asRead(entries: readonly PackedEntry[]): Slice {
  const content = new SliceBuilder(dayOf(entries[0]?.startTime ?? 0));
  for (const entry of entries) content.addPacked(entry);
  return new Slice(content);
}

/** One that filters have asked. */
function asked(entries: readonly PackedEntry[]): Slice {
  const slice = asRead(entries);
  expect(slice.traits.users).toBeDefined();
  return slice;
}

const kinds = [
  ['as read', asRead],
  ['once filters have asked', asked],
] as const;

// Not on the command line, so that the test runs like any other.
setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

function bytesInUse(): number {
  // The second one takes what the first has only found out about.
  for (let round = 0; round < 2; round++) collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  // What `arrayBuffers` counts is part of `external`.
  return heapUsed + external;
}

const days: [string, number, Record<string, unknown>][] = [
  ['a busy day', 14_286, {}],
  ['a quiet day', 143, {}],
  [
    'a day on which everybody is known and tagged',
    5000,
    { users: { identified: 1 }, tags: { sessionShare: 1 } },
  ],
];

// A cache counts a slice when it takes it.
test.each(days)('a slice is hardly larger once filters have asked: %s', (_what, count, more) => {
  const entries = entriesOf(count, more);
  expect(asked(entries).bytes).toBeLessThanOrEqual(1.1 * asRead(entries).bytes);
});

describe.each(kinds)('a slice of realistic sessions, %s', (_kind, made) => {
  test.each(days)('takes at most 150 bytes a session: %s', (_what, count, more) => {
    const entries = entriesOf(count, more);
    expect(entries).toHaveLength(count);
    expect(made(entries).bytes / count).toBeLessThanOrEqual(mostBytesPerSession);
  });

  test('takes at most 6 KB where it holds what a copy of a data set has changed of a day', () => {
    expect(made(entriesOf(14)).bytes).toBeLessThanOrEqual(6_000);
    expect(made([]).bytes).toBeLessThanOrEqual(1_000);
  });

  test('takes the memory that it says it takes, and not much less', () => {
    const sizes = [
      { what: 'large ones', entries: entriesOf(14_286), slices: 5 },
      { what: 'middling ones', entries: entriesOf(1000), slices: 25 },
      { what: 'small ones', entries: entriesOf(20), slices: 600 },
      { what: 'empty ones', entries: entriesOf(0), slices: 3000 },
    ];
    // Once before, so that what is made once and for all is there.
    for (const { entries } of sizes) made(entries);
    const kept: Slice[] = [];
    let before = bytesInUse();
    for (const { what, entries, slices } of sizes) {
      let said = 0;
      for (let index = 0; index < slices; index++) {
        const slice = made(entries);
        said += slice.bytes;
        kept.push(slice);
      }
      const after = bytesInUse();
      expect((after - before) / said, what).toBeLessThan(1.15);
      expect((after - before) / said, what).toBeGreaterThan(0.5);
      before = after;
    }
    expect(kept).toHaveLength(3630);
  });
});
