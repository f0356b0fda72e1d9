import { containmentTypes } from '../../../functions/domain/session.ts';
import { hasTotal, readChoice } from '../choice.ts';
import { expectAnswer } from '../expect.ts';
import { type Finding, notMeasured } from '../finding.ts';
import type { ProbeGroup, Probing } from '../run-context.ts';
import { countOf, type Sample } from '../sample.ts';
import { within } from './within.ts';

/** How many sessions of the sample have a containment type. */
const ofType = (sample: Sample, type: string): number =>
  countOf(sample, ({ containmentType }) => containmentType === type);

/** A containment type that some of the sessions have, and not all; undefined where there is none. */
const tellingType = (sample: Sample): string | undefined =>
  containmentTypes.find((type) => ofType(sample, type) > 0 && ofType(sample, type) < sample.rows.length);

async function repeated(probing: Probing): Promise<Finding> {
  const { sample } = probing;
  const [first = 'agent', second = 'dropOff'] = [...containmentTypes].sort(
    (a, b) => ofType(sample, b) - ofType(sample, a),
  );
  return readChoice(probing, {
    row: 'query.repeated',
    setting: 'repeatedParameters',
    ask: within(sample, {}, { query: `containmentType=${first}&containmentType=${second}` }),
    refused: 'refuse',
    answered: [
      ['first', hasTotal(ofType(sample, first))],
      ['last', hasTotal(ofType(sample, second))],
    ],
  });
}

export const queryProbes: ProbeGroup = {
  name: 'query string',
  run: async (probing) => {
    const { sample } = probing;
    const unknown = {
      refused: 'refuse',
      answered: [
        ['ignore', hasTotal(sample.rows.length)],
        ['matchNone', hasTotal(0)],
      ],
    } as const;
    const ask = (query: string) => within(sample, {}, { query });
    const findings: Finding[] = [];
    for (const type of containmentTypes) {
      findings.push(
        await expectAnswer(
          probing,
          'query.containmentType',
          ask(`containmentType=${type}`),
          hasTotal(ofType(sample, type)),
        ),
      );
    }
    return [
      ...findings,
      await readChoice(probing, {
        row: 'query.containmentTypeUnknown',
        setting: 'unknownContainmentType',
        ask: ask('containmentType=nonsense'),
        ...unknown,
      }),
      await readChoice(probing, {
        row: 'query.containmentTypeUnknown',
        setting: 'unknownContainmentType',
        ask: ask('containmentType=SELFSERVICE'),
        ...unknown,
      }),
      await readChoice(probing, {
        row: 'query.containmentTypeEmpty',
        setting: 'emptyContainmentType',
        ask: ask('containmentType='),
        ...unknown,
      }),
      await repeated(probing),
      await expectAnswer(probing, 'query.callId', ask('callId=no-such-call'), hasTotal(0)),
      await readChoice(probing, {
        row: 'query.callIdEmpty',
        setting: 'emptyCallId',
        ask: ask('callId='),
        ...unknown,
      }),
      await readChoice(probing, {
        row: 'query.unknown',
        setting: 'unknownParameters',
        ask: ask('probe=1'),
        refused: 'refuse',
        answered: [['ignore', hasTotal(sample.rows.length)]],
      }),
      ...(await inBody(probing)),
    ];
  },
};

async function inBody(probing: Probing): Promise<Finding[]> {
  const { sample, known } = probing;
  const row = 'body.containmentType';
  const unknownFields = await readChoice(probing, {
    row: 'body.unknownField',
    setting: 'unknownFields',
    ask: within(sample, { probe: 1 }),
    refused: 'refuse',
    answered: [['ignore', hasTotal(sample.rows.length)]],
  });
  const type = tellingType(sample);
  if (unknownFields.verdict === 'not measured' || type === undefined) {
    const why = type === undefined ? 'no containment type tells sessions apart' : unknownFields.vendor;
    return [unknownFields, notMeasured(row, why)];
  }
  const inside = await readChoice(probing, {
    row,
    setting: 'bodyContainmentType',
    ask: within(sample, { containmentType: type }),
    // Where unknown fields are refused, one that is refused is unknown.
    ...(known.get('unknownFields') === 'refuse' ? { refused: 'ignore' as const } : {}),
    answered: [
      ['ignore', hasTotal(sample.rows.length)],
      ['filter', hasTotal(ofType(sample, type))],
    ],
  });
  return [unknownFields, inside];
}
