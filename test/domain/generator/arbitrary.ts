import fc from 'fast-check';
import type { GeneratorInput } from '../../../functions/domain/generator/arguments.ts';

const earliest = Date.parse('2020-01-01T00:00:00.000Z');
const share = fc.double({ min: 0, max: 1, noNaN: true });
const weight = fc.integer({ min: 1, max: 100 });
// No longer than a language may be, and no name that objects cannot have as a plain member.
const text = fc
  .string({ minLength: 1, maxLength: 20, unit: 'grapheme' })
  .filter((key) => key.length <= 35 && key !== '__proto__');

function weights(key: fc.Arbitrary<string>): fc.Arbitrary<Record<string, number>> {
  return fc.dictionary(key, weight, { minKeys: 1, maxKeys: 5 });
}

/** Arguments of all kinds that the schema takes, for some hundreds of sessions. */
export const generatorInputs: fc.Arbitrary<GeneratorInput> = fc
  .record({
    seed: fc.oneof(fc.string(), fc.integer()),
    bots: fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/), { minLength: 1, maxLength: 4 }),
    from: fc.integer({ min: earliest, max: earliest + 300_000_000_000 }),
    length: fc.integer({ min: 4, max: 2_000_000_000 }),
    edgeShares: fc.array(share, { maxLength: 3 }),
    ties: fc.record({
      instants: fc.integer({ min: 0, max: 4 }),
      perBot: fc.integer({ min: 1, max: 4 }),
    }),
    active: fc.integer({ min: 0, max: 10 }),
    others: fc.integer({ min: 0, max: 300 }),
    medianDurationMs: fc.integer({ min: 1, max: 86_400_000 }),
    shape: fc.oneof(
      fc.constantFrom('flat' as const, 'business' as const),
      fc.record({
        hours: fc.array(weight, { minLength: 24, maxLength: 24 }),
        weekdays: fc.array(weight, { minLength: 7, maxLength: 7 }),
        offsetMs: fc.integer({ min: -4_294_967_295_999, max: 4_294_967_295_999 }),
      }),
    ),
    mix: fc.record({
      channel: weights(text),
      language: weights(text),
      secondLanguage: share,
      developer: share,
    }),
    tags: fc.record({
      sessionShare: share,
      userShare: share,
      session: fc.dictionary(text, fc.array(fc.string(), { minLength: 1, maxLength: 3 }), { maxKeys: 3 }),
    }),
    users: fc.record({ count: fc.integer({ min: 1, max: 500 }), identified: share }, { requiredKeys: [] }),
  })
  .map(({ length, edgeShares, others, ...input }) => ({
    ...input,
    to: input.from + length,
    edges: edgeShares.map((at) => input.from + 1 + Math.floor(at * (length - 2))),
    count:
      others +
      input.active +
      input.bots.length * (input.ties.instants * input.ties.perBot + edgeShares.length * 3),
  }));
