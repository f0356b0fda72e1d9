import { expect, test } from 'vitest';
import { matchesIn } from '../../../functions/domain/slices/matches.ts';
import type { TagEntry, TagFilter } from '../../../functions/domain/tag-filter.ts';
import { entryWith, sliceOf } from './entries.ts';

const window = { from: 0, to: 86_399_999 };

function matchesTags(tags: TagEntry[], filter: TagFilter): boolean {
  // Others around it, so that it is found at its own place.
  const neighbours = [{ type: 'session' as const, name: 'topic', value: 'neighbour' }];
  const entries = [entryWith({ tags: neighbours }), entryWith({ tags }), entryWith({ tags: neighbours })];
  const matches = matchesIn(sliceOf(0, entries), window, { tags: filter }, 0);
  return Array.from({ length: matches.count }, (_, index) => matches.positionAt(index)).includes(1);
}

// A name may repeat in one session, and stand among both kinds of tags.
const tags: TagEntry[] = [
  { type: 'session', name: 'topic', value: 'billing' },
  { type: 'session', name: 'topic', value: 'delivery' },
  { type: 'session', name: 'empty', value: '' },
  { type: 'user', name: 'plan', value: 'gold' },
  { type: 'user', name: 'topic', value: 'vip' },
];

test.each<[string, TagFilter, boolean]>([
  ['no condition', {}, true],
  ['empty lists', { and: [], or: [] }, true],
  ['one value', { and: [{ name: 'topic', values: ['billing'] }] }, true],
  ['the value of a repeated name', { and: [{ name: 'topic', values: ['delivery'] }] }, true],
  ['any of several values', { and: [{ name: 'topic', values: ['other', 'delivery'] }] }, true],
  ['none of several values', { and: [{ name: 'topic', values: ['other', 'another'] }] }, false],
  ['no values', { and: [{ name: 'topic', values: [] }] }, false],
  ['an empty value', { and: [{ name: 'empty', values: [''] }] }, true],
  ['an unknown name', { and: [{ name: 'colour', values: ['billing'] }] }, false],
  ['another case', { and: [{ name: 'Topic', values: ['billing'] }] }, false],
  ['part of a value', { and: [{ name: 'topic', values: ['bill'] }] }, false],
  ['the value of another name', { and: [{ name: 'plan', values: ['billing'] }] }, false],
  ['the type that has it', { and: [{ name: 'plan', values: ['gold'], type: 'user' }] }, true],
  ['the type that does not', { and: [{ name: 'plan', values: ['gold'], type: 'session' }] }, false],
  ['no type matches session tags', { and: [{ name: 'topic', values: ['billing'] }] }, true],
  ['no type matches user tags', { and: [{ name: 'topic', values: ['vip'] }] }, true],
  [
    'every condition holds, each by a tag of its own',
    {
      and: [
        { name: 'topic', values: ['billing'] },
        { name: 'topic', values: ['delivery'] },
      ],
    },
    true,
  ],
  [
    'one condition does not hold',
    {
      and: [
        { name: 'topic', values: ['billing'] },
        { name: 'plan', values: ['silver'] },
      ],
    },
    false,
  ],
  [
    'or: one of two holds',
    {
      or: [
        { name: 'plan', values: ['silver'] },
        { name: 'topic', values: ['billing'] },
      ],
    },
    true,
  ],
  ['or: none holds', { or: [{ name: 'plan', values: ['silver'] }] }, false],
  [
    'both lists: both must be satisfied',
    { and: [{ name: 'topic', values: ['billing'] }], or: [{ name: 'plan', values: ['silver'] }] },
    false,
  ],
  [
    'both lists satisfied',
    { and: [{ name: 'topic', values: ['billing'] }], or: [{ name: 'plan', values: ['gold'] }] },
    true,
  ],
])('%s', (_what, filter, expected) => {
  expect(matchesTags(tags, filter)).toBe(expected);
});

test('a session without tags satisfies only what asks for nothing', () => {
  expect(matchesTags([], {})).toBe(true);
  expect(matchesTags([], { and: [{ name: 'topic', values: ['billing'] }] })).toBe(false);
  expect(matchesTags([], { or: [{ name: 'topic', values: ['billing'] }] })).toBe(false);
});
