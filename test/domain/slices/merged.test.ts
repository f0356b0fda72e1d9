import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { IndexEntry } from '../../../functions/domain/query.ts';
import { layered } from '../../../functions/domain/slices/layered.ts';
import { withNewest } from '../../../functions/domain/slices/merged.ts';
import { Slice } from '../../../functions/domain/slices/slice.ts';
import { SliceBuilder } from '../../../functions/domain/slices/slice-builder.ts';
import { timeBox } from '../../support/time-box.ts';
import { entryWith, select, sliceOf } from './entries.ts';

const day = 20_000;
const midnight = day * 86_400_000;

const idOf = (id: number): string => `s-${String(id).padStart(3, '0')}`;
const inOrder = (a: IndexEntry, b: IndexEntry): number =>
  a.startTime - b.startTime || (a.sessionId < b.sessionId ? -1 : 1);
const texts = fc.constantFrom('', 'a', 'b', 'größer', '日本', 'x,y;z|"');

const entryArbitrary = fc
  .record({
    id: fc.nat(60),
    at: fc.nat(5),
    length: fc.nat(100_000),
    fencingToken: fc.nat(400),
    sessionStatus: fc.constantFrom(undefined, null, 'active' as const, 'closed' as const),
    containmentType: fc.constantFrom('agent' as const, 'selfService' as const, null),
    sessionType: fc.constantFrom('interactive' as const, 'non-interactive' as const, null),
    userIds: fc.array(texts, { minLength: 1, maxLength: 3 }),
    callId: fc.option(texts, { nil: undefined }),
    tags: fc.array(
      fc.record({ type: fc.constantFrom('user' as const, 'session' as const), name: texts, value: texts }),
      { maxLength: 3 },
    ),
  })
  .map(({ id, at, length, ...entry }) => {
    const startTime = midnight + at * 60_000;
    return entryWith({ ...entry, sessionId: idOf(id), startTime, endTime: startTime + length });
  });

/** Sessions that are put, each once, and how many of those that are there are removed. */
const writeArbitrary = fc.record({
  puts: fc.uniqueArray(entryArbitrary, {
    selector: ({ sessionId }) => sessionId,
    maxLength: 40,
    size: 'max',
  }),
  removed: fc.array(fc.nat(60), { maxLength: 10 }),
});

/** What a write says of the day: where sessions are by now, and where some were before. */
function sliceOfWrite(before: ReadonlyMap<string, IndexEntry>, puts: IndexEntry[], removed: string[]): Slice {
  const content = new SliceBuilder(day);
  for (const entry of [...puts].sort(inOrder)) content.add(entry);
  for (const id of new Set([...puts.map(({ sessionId }) => sessionId), ...removed])) {
    const left = before.get(id);
    const now = puts.find(({ sessionId }) => sessionId === id);
    if (left && left.startTime !== now?.startTime) content.addGone(left);
  }
  return new Slice(content);
}

const whole = { window: { from: midnight, to: midnight + 86_399_999 }, filter: {}, skip: 0, limit: 1000 };

function entriesOf(slices: readonly Slice[]): IndexEntry[] {
  const { page } = select([layered(slices)], whole, 0);
  return page.map(({ slice, position }) => slice.indexEntryAt(position)).reverse();
}

test('what is written on top of a slice is seen with it, entry by entry, and stays few slices', () => {
  fc.assert(
    fc.property(
      fc.array(writeArbitrary, { minLength: 1, maxLength: 25, size: 'max' }),
      fc.boolean(),
      (writes, isLowest) => {
        const below = sliceOf(day, isLowest ? [] : [...(writes[0]?.puts ?? [])].sort(inOrder));
        // Of a session below, the first write of the layer leaves a trace where it is no more.
        const visible = new Map<string, IndexEntry>(entriesOf([below]).map((each) => [each.sessionId, each]));
        let slices: readonly Slice[] = [];
        for (const { puts, removed } of writes) {
          const ids = removed.map(idOf).filter((id) => !puts.some(({ sessionId }) => sessionId === id));
          slices = withNewest(slices, sliceOfWrite(visible, puts, ids), isLowest);
          for (const id of ids) visible.delete(id);
          for (const entry of puts) visible.set(entry.sessionId, entry);
          const expected = [...visible.values()].sort(inOrder);
          expect(entriesOf(isLowest ? slices : [...slices, below])).toEqual(expected);
        }
        const places = slices.map((slice) => slice.places);
        for (const [index, count] of places.entries()) {
          const next = places[index + 1];
          if (next !== undefined) expect(next).toBeGreaterThan(4 * count);
        }
      },
    ),
    { numRuns: 300, ...timeBox(20_000) },
  );
});

test('what is written session by session is one slice as long as it is small', () => {
  let slices: readonly Slice[] = [];
  for (let index = 0; index < 60; index++) {
    const startTime = midnight + index;
    const written = [entryWith({ sessionId: idOf(index), startTime, endTime: startTime })];
    slices = withNewest(slices, sliceOfWrite(new Map(), written, []), true);
    expect(slices.map(({ length }) => length)).toEqual([index + 1]);
  }
});

test('traces of what came and went do not pile up where nothing lies below', () => {
  let slices: readonly Slice[] = [];
  const visible = new Map<string, IndexEntry>();
  for (let round = 0; round < 50; round++) {
    const puts = Array.from({ length: 20 }, (_, index) =>
      entryWith({ sessionId: `${round}-${index}`, startTime: midnight + index, endTime: midnight + index }),
    );
    slices = withNewest(slices, sliceOfWrite(visible, puts, []), true);
    for (const entry of puts) visible.set(entry.sessionId, entry);
    slices = withNewest(
      slices,
      sliceOfWrite(
        visible,
        [],
        puts.map(({ sessionId }) => sessionId),
      ),
      true,
    );
    visible.clear();
  }
  expect(entriesOf(slices)).toEqual([]);
  expect(slices.reduce((sum, { places }) => sum + places, 0)).toBeLessThan(200);
});
