import { describe, found, hasTotal, readChoice } from '../choice.ts';
import { expectAnswer } from '../expect.ts';
import { differs, type Finding, notMeasured } from '../finding.ts';
import { noteError, type ProbeGroup, type Probing } from '../run-context.ts';
import { within } from './within.ts';

/** Without a limit: as many rows as come where there are more. */
async function limitAbsent(probing: Probing): Promise<Finding> {
  const row = 'body.limitAbsent';
  const { from, to } = probing.sample.wide;
  const outcome = await probing.ask(row, { body: { dateFrom: from, dateTo: to } });
  if (outcome.kind === 'failed') return notMeasured(row, outcome.why);
  if (outcome.kind === 'refused') return differs(row, describe(outcome));
  const { rows, total } = outcome;
  if (rows.length < total) return found(probing, row, 'defaultLimit', rows.length, `${rows.length} rows`);
  if (total > 100) return differs(row, 'all that there are, and they are more than 100');
  return notMeasured(row, 'the window holds too few sessions');
}

async function limitOversized(probing: Probing): Promise<Finding[]> {
  const row = 'body.limitOversized';
  const { from, to } = probing.sample.wide;
  const window = { dateFrom: from, dateTo: to };
  const outcome = await probing.ask(row, { body: { ...window, limit: 10_001 } });
  if (outcome.kind === 'failed')
    return [notMeasured(row, outcome.why), notMeasured('body.limitMost', outcome.why)];
  const said = describe(outcome);
  if (outcome.kind === 'answered') {
    const { rows, total } = outcome;
    const most =
      rows.length < total
        ? found(probing, 'body.limitMost', 'maxLimit', rows.length, `${rows.length} rows`)
        : notMeasured('body.limitMost', 'the window holds too few sessions');
    return [found(probing, row, 'oversizedLimit', 'clamp', said), most];
  }
  noteError(probing, 'validation', row, outcome);
  const allowed = await probing.ask('body.limitMost', { body: { ...window, limit: 10_000 } });
  const most =
    allowed.kind === 'failed'
      ? notMeasured('body.limitMost', allowed.why)
      : allowed.kind === 'answered'
        ? found(probing, 'body.limitMost', 'maxLimit', 10_000, '10,000 is accepted')
        : differs('body.limitMost', '10,000 is refused');
  return [found(probing, row, 'oversizedLimit', 'refuse', said), most];
}

export const pagingProbes: ProbeGroup = {
  name: 'pages',
  run: async (probing) => {
    const { sample } = probing;
    const all = hasTotal(sample.rows.length);
    const [first, second] = sample.rows.map(({ sessionId }) => sessionId);
    const begins = (id: string | undefined) => (answer: { rows: readonly { sessionId: string }[] }) =>
      answer.rows[0]?.sessionId === id && id !== undefined;
    const hasRows = ({ rows }: { rows: readonly unknown[] }) => rows.length > 0;
    // With one session alone nothing tells rows apart.
    const isTelling = second !== undefined;
    const alone = (row: string): Finding => notMeasured(row, 'the sample holds one session only');
    const skipped = async (fields: Record<string, unknown>): Promise<Finding> =>
      isTelling
        ? expectAnswer(probing, 'body.skipAndOffset', within(sample, fields), begins(second))
        : alone('body.skipAndOffset');
    return [
      await limitAbsent(probing),
      ...(await limitOversized(probing)),
      await readChoice(probing, {
        row: 'body.limitZero',
        setting: 'zeroLimit',
        ask: within(sample, { limit: 0 }),
        refused: 'refuse',
        answered: [
          ['noRows', (answer) => !hasRows(answer)],
          ['ignore', hasRows],
        ],
      }),
      await readChoice(probing, {
        row: 'body.limitNegative',
        setting: 'negativeLimit',
        ask: within(sample, { limit: -1 }),
        refused: 'refuse',
        answered: [['ignore', hasRows]],
      }),
      await readChoice(probing, {
        row: 'body.skipNegative',
        setting: 'negativeSkip',
        ask: within(sample, { skip: -1 }),
        refused: 'refuse',
        answered: [['ignore', begins(first)]],
      }),
      await readChoice(probing, {
        row: 'body.fractional',
        setting: 'fractionalNumbers',
        ask: within(sample, { limit: 1.5 }),
        refused: 'refuse',
        answered: [['truncate', ({ rows }) => rows.length === 1]],
      }),
      await readChoice(probing, {
        row: 'body.numericStrings',
        setting: 'numericStrings',
        ask: within(sample, { limit: '1', skip: '0' }),
        refused: 'refuse',
        answered: [['accept', all]],
      }),
      await skipped({ skip: 1 }),
      await skipped({ offset: 1 }),
      !isTelling
        ? alone('body.both')
        : await readChoice(probing, {
            row: 'body.both',
            setting: 'skipAndOffset',
            ask: within(sample, { skip: 0, offset: 1 }),
            answered: [
              ['skip', begins(first)],
              ['offset', begins(second)],
            ],
          }),
      await readChoice(probing, {
        row: 'body.skipPastEnd',
        setting: 'skipPastEnd',
        ask: within(sample, { skip: sample.rows.length + 5 }),
        refused: 'refuse',
        answered: [['empty', (answer) => !hasRows(answer) && !answer.moreAvailable]],
      }),
    ];
  },
};
