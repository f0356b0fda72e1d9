import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { IndexEntry } from '../../../functions/domain/query.ts';
import { layered } from '../../../functions/domain/slices/layered.ts';
import { Slice } from '../../../functions/domain/slices/slice.ts';
import { SliceBuilder } from '../../../functions/domain/slices/slice-builder.ts';
import { entryWith, select, sliceOf } from './entries.ts';

const minutes = 12;

/** What a layer knows of a session of the day: where it is now, or only that it is no more where it was below. */
interface Known {
  id: number;
  at: number | undefined;
  wanted: boolean;
}

const layerArbitrary = fc.uniqueArray(
  fc.record({
    id: fc.nat(15),
    at: fc.option(fc.nat(minutes - 1), { nil: undefined, freq: 3 }),
    wanted: fc.boolean(),
  }),
  { selector: ({ id }) => id, maxLength: 16, size: 'max' },
);

const idOf = (id: number): string => `s-${String(id).padStart(2, '0')}`;
const inOrder = (a: IndexEntry, b: IndexEntry): number =>
  a.startTime - b.startTime || (a.sessionId < b.sessionId ? -1 : 1);
const toEntry = ({ id, at = 0, wanted }: Known): IndexEntry =>
  entryWith({
    sessionId: idOf(id),
    startTime: at * 60_000,
    endTime: at * 60_000,
    sessionType: wanted ? 'interactive' : 'non-interactive',
  });

/** The slice of a layer over what was seen below it, by id. */
function sliceOver(below: ReadonlyMap<number, Known>, layer: readonly Known[]): Slice {
  const content = new SliceBuilder(0);
  for (const entry of layer
    .filter(({ at }) => at !== undefined)
    .map(toEntry)
    .sort(inOrder))
    content.add(entry);
  for (const { id, at } of layer) {
    const before = below.get(id);
    if (before?.at !== undefined && before.at !== at)
      content.addGone({ sessionId: idOf(id), startTime: before.at * 60_000 });
  }
  return new Slice(content);
}

test('layers are counted and paged as the sessions are that the newest of them has', () => {
  const query = fc.record({
    skip: fc.nat(20),
    limit: fc.integer({ min: 1, max: 20 }),
    from: fc.nat(minutes),
    length: fc.nat(minutes),
    filtered: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(layerArbitrary, { maxLength: 4 }), query, (layers, asked) => {
      const { skip, limit, from, length, filtered } = asked;
      const visible = new Map<number, Known>();
      const slices: Slice[] = [];
      for (const layer of layers) {
        slices.unshift(sliceOver(visible, layer));
        for (const known of layer) visible.set(known.id, known);
      }
      const window = { from: from * 60_000, to: (from + length) * 60_000 };
      const expected = [...visible.values()]
        .filter(
          ({ at, wanted }) => at !== undefined && at >= from && at <= from + length && (!filtered || wanted),
        )
        .map(toEntry)
        .sort(inOrder)
        .reverse();
      const filter = filtered ? { sessionType: 'interactive' as const } : {};
      for (let again = 0; again < 2; again++) {
        const { total, page } = select([layered(slices)], { window, filter, skip, limit }, 0);
        expect(total).toBe(expected.length);
        expect(page.map(({ slice, position }) => slice.idAt(position))).toEqual(
          expected.slice(skip, skip + limit).map(({ sessionId }) => sessionId),
        );
      }
    }),
    { numRuns: 500 },
  );
});

test('a layer that says nothing of the day leaves what is below as it is', () => {
  const below = sliceOf(0, [entryWith({ sessionId: 'a' })]);
  expect(layered([sliceOf(0, []), below, sliceOf(0, [])])).toEqual([{ slice: below }]);
  expect(layered([sliceOf(0, [])])).toEqual([]);
});
