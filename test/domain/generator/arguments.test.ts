import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  type GeneratorInput,
  generatorSchema,
  placedOf,
  totalOf,
} from '../../../functions/domain/generator/arguments.ts';
import { generatorFields } from '../../../functions/domain/generator/fields.ts';

const input: GeneratorInput = { bots: ['st-1'], count: 10, from: '2026-11-16', to: '2026-11-22' };

describe('generatorSchema', () => {
  it('fills in what was left out', () => {
    expect(generatorSchema.parse(input)).toMatchObject({
      seed: 'kore',
      bots: [{ botId: 'st-1', weight: 1 }],
      medianDurationMs: 600_000,
      active: 0,
      ties: { instants: 0 },
      edges: [],
      mix: { containmentType: { selfService: 96, dropOff: 14, agent: 6 } },
    });
  });

  it('takes what it returned, by way of JSON', () => {
    const args = generatorSchema.parse({ ...input, edges: ['2026-11-18T12:00:00Z'], users: { count: 3 } });
    expect(generatorSchema.parse(JSON.parse(JSON.stringify(args)))).toEqual(args);
  });

  it('takes a type that a mix leaves out as one that is not wanted', () => {
    const args = generatorSchema.parse({ ...input, mix: { containmentType: { agent: 1 } } });
    expect(args.mix.containmentType).toEqual({ dropOff: 0, selfService: 0, agent: 1 });
  });

  it.each([
    ['2026-11-16', '2026-11-16T00:00:00.000Z', '2026-11-16T23:59:59.999Z'],
    ['2026-11-16T01:02:03.004Z', '2026-11-16T01:02:03.004Z', '2026-11-16T01:02:03.004Z'],
    [1_795_000_000_123, '2026-11-18T11:06:40.123Z', '2026-11-18T11:06:40.123Z'],
  ])('reads %s as an instant, a date as its whole day', (given, first, last) => {
    const args = generatorSchema.parse({ ...input, from: given, to: given });
    expect(new Date(args.from).toISOString()).toBe(first);
    expect(new Date(args.to).toISOString()).toBe(last);
  });

  it('describes itself as JSON Schema', () => {
    const schema = z.toJSONSchema(generatorFields, { io: 'input' });
    expect(schema.required).toEqual(['bots', 'from', 'to']);
  });

  const edge = '2026-11-18T00:00:00Z';
  it.each<[string, object]>([
    ['bots', { bots: [] }],
    ['bots', { bots: ['st-1', 'st-1'] }],
    ['bots', { bots: [{ botId: 'st-1', weight: 0 }] }],
    ['bots.0', { bots: ['no blanks allowed'] }],
    ['seed', { seed: 1.5 }],
    ['count', { count: -1 }],
    ['count', { count: 10_000_001 }],
    ['count', { count: undefined }],
    ['count', { perDay: 5 }],
    ['perDay', { count: undefined, perDay: -1 }],
    ['perDay', { count: undefined, perDay: 9_000_000 }],
    ['from', { from: 'yesterday' }],
    ['from', { from: '1969-12-31' }],
    ['to', { to: '2026-02-30' }],
    ['to', { to: '2026-11-15' }],
    ['to', { to: '2096-11-15' }],
    ['to', { to: null }],
    ['shape', { shape: 'round' }],
    ['shape.hours', { shape: { hours: [1], weekdays: Array(7).fill(1) } }],
    ['shape', { shape: { hours: Array(24).fill(0), weekdays: Array(7).fill(1) } }],
    ['mix.containmentType', { mix: { containmentType: { dropOff: 0 } } }],
    ['mix.containmentType.agent', { mix: { containmentType: { agent: -1 } } }],
    ['mix.sessionType', { mix: { sessionType: {} } }],
    ['mix.channel', { mix: { channel: {} } }],
    ['mix.language', { mix: { language: { en: 0 } } }],
    ['mix.secondLanguage', { mix: { secondLanguage: 2 } }],
    ['tags.session.intent', { tags: { session: { intent: [] } } }],
    ['users.count', { users: { count: 0 } }],
    ['medianDurationMs', { medianDurationMs: 0.5 }],
    ['count', { active: 11 }],
    ['count', { ties: { instants: 3, perBot: 4 } }],
    ['ties.perBot', { ties: { instants: 1, perBot: 0 } }],
    ['edges.1', { edges: [edge, 'noon'] }],
    ['edges.0', { edges: ['2026-11-16T00:00:00Z'] }],
    ['edges.0', { edges: ['2026-11-22T23:59:59.999Z'] }],
    ['count', { edges: [edge, edge, edge, edge] }],
  ])('names %s in refusing %j', (field, change) => {
    const result = generatorSchema.safeParse({ ...input, ...change });
    expect(result.error?.issues.map((issue) => issue.path.join('.'))).toEqual([field]);
  });

  it('takes or refuses any JSON, and throws at none', () => {
    const field = fc.constantFrom(...Object.keys(generatorFields.shape));
    fc.assert(
      fc.property(fc.dictionary(field, fc.jsonValue()), (change) => {
        generatorSchema.safeParse({ ...input, ...change });
      }),
    );
  });

  it('names an unknown field', () => {
    expect(generatorSchema.safeParse({ ...input, cuont: 3 }).error?.message).toContain('cuont');
  });
});

describe('totalOf', () => {
  it('is the count, or the rate over the time of both days', () => {
    expect(totalOf(generatorSchema.parse(input))).toBe(10);
    expect(totalOf(generatorSchema.parse({ ...input, count: undefined, perDay: 20 }))).toBe(140);
  });
});

describe('placedOf', () => {
  it('counts ties and edges for each bot, and the active once', () => {
    const args = generatorSchema.parse({
      ...input,
      bots: ['st-1', 'st-2'],
      count: 100,
      ties: { instants: 2, perBot: 3 },
      edges: ['2026-11-18', '2026-11-19'],
      active: 5,
    });
    expect(placedOf(args)).toBe(2 * 2 * 3 + 2 * 2 * 3 + 5);
  });
});
