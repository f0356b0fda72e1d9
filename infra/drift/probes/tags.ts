import type { RealRow } from '../../real-api/outcome.ts';
import { hasTotal, type Reading, readChoice, type SettingName } from '../choice.ts';
import { type Finding, notMeasured } from '../finding.ts';
import type { ProbeGroup, Probing } from '../run-context.ts';
import { countOf, distinctTags, hasTag, type Sample, type SampleTag } from '../sample.ts';
import { within } from './within.ts';

const condition = ({ name, value, type }: SampleTag) => ({ name, values: [value], type });

/** Two tags that tell apart one, the other, both and either. */
function tellingPair(sample: Sample): [SampleTag, SampleTag] | undefined {
  const all = sample.rows.length;
  const tags = distinctTags(sample).slice(0, 40);
  for (const one of tags) {
    for (const other of tags) {
      const [either, both] = counts(sample, (row) => [hasTag(row, one), hasTag(row, other)]);
      if (both < either && either < all) return [one, other];
    }
  }
  return undefined;
}

/** How many sessions pass either of two tests, and both. */
function counts(sample: Sample, tests: (row: RealRow) => [boolean, boolean]): [either: number, both: number] {
  return [
    countOf(sample, (row) => tests(row).includes(true)),
    countOf(sample, (row) => !tests(row).includes(false)),
  ];
}

/** A tag whose name and value both kinds of tags have, so that the kinds can be told apart. */
function tellingKinds(sample: Sample): SampleTag | undefined {
  return distinctTags(sample).find((tag) => {
    const [user, session, any] = (['user', 'session', undefined] as const).map((type) =>
      countOf(sample, (row) => hasTag(row, { name: tag.name, value: tag.value, ...(type ? { type } : {}) })),
    );
    return user !== session && user !== any && session !== any;
  });
}

const rows = ['body.tags', 'body.tagsAnd', 'body.tagsOr', 'body.tagWithoutType', 'body.tagWithoutValues'];

async function filtering(probing: Probing): Promise<Finding[]> {
  const { sample, known } = probing;
  const pair = tellingPair(sample);
  if (!pair) return rows.map((row) => notMeasured(row, 'no two tags tell the sessions apart'));
  const [one, other] = pair;
  const all = hasTotal(sample.rows.length);
  const [either, both] = counts(sample, (row) => [hasTag(row, one), hasTag(row, other)]);
  const read = <Name extends SettingName>(
    row: string,
    setting: Name,
    tags: unknown,
    how: Pick<Reading<Name>, 'refused' | 'answered'>,
  ) => readChoice(probing, { row, setting, ask: within(sample, { tags }), ...how });

  const ofOne = countOf(sample, (row) => hasTag(row, one));
  const applied = await read(
    'body.tags',
    'tagFilter',
    { and: [condition(one)] },
    {
      answered: [
        ['apply', hasTotal(ofOne)],
        ['ignore', all],
      ],
    },
  );
  const kinds = tellingKinds(sample);
  const findings = [
    await read(
      'body.tagsAnd',
      'tagAnd',
      { and: [condition(one), condition(other)] },
      {
        answered: [
          ['every', hasTotal(both)],
          ['any', hasTotal(either)],
        ],
      },
    ),
    await read(
      'body.tagsOr',
      'tagOr',
      { or: [condition(one), condition(other)] },
      {
        refused: 'refuse',
        answered: [
          ['apply', hasTotal(either)],
          ['ignore', all],
        ],
      },
    ),
    kinds
      ? await withoutType(probing, kinds)
      : notMeasured('body.tagWithoutType', 'no tag tells user tags from session tags'),
    await read(
      'body.tagWithoutValues',
      'emptyTagValues',
      { and: [{ name: one.name, values: [], type: one.type }] },
      {
        refused: 'refuse',
        answered: [
          ['matchNone', hasTotal(0)],
          ['ignore', all],
        ],
      },
    ),
  ];
  const filter = known.get('tagFilter');
  if (filter === 'apply') return [applied, ...findings];
  for (const setting of ['tagAnd', 'tagOr', 'untypedTags', 'emptyTagValues']) known.delete(setting);
  return [
    applied,
    ...findings.map(({ row }) =>
      notMeasured(row, filter ? 'tags filter nothing' : 'it is not known whether tags filter'),
    ),
  ];
}

async function withoutType(probing: Probing, { name, value }: SampleTag): Promise<Finding> {
  const { sample } = probing;
  const ofKind = (type?: string) =>
    hasTotal(countOf(sample, (row) => hasTag(row, { name, value, ...(type ? { type } : {}) })));
  return readChoice(probing, {
    row: 'body.tagWithoutType',
    setting: 'untypedTags',
    ask: within(sample, { tags: { and: [{ name, values: [value] }] } }),
    refused: 'refuse',
    answered: [
      ['both', ofKind()],
      ['user', ofKind('user')],
      ['session', ofKind('session')],
    ],
  });
}

export const tagProbes: ProbeGroup = {
  name: 'tags',
  run: async (probing) => {
    const { sample } = probing;
    return [
      ...(await filtering(probing)),
      await readChoice(probing, {
        row: 'body.tagsMalformed',
        setting: 'malformedTags',
        ask: within(sample, { tags: [] }),
        refused: 'refuse',
        answered: [['ignore', hasTotal(sample.rows.length)]],
      }),
    ];
  },
};
