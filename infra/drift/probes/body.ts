import type { Ask } from '../../real-api/ask.ts';
import { describe, found, hasTotal, type Reading, readChoice, type SettingName } from '../choice.ts';
import { expectAnswer } from '../expect.ts';
import { differs, type Finding, notMeasured, same } from '../finding.ts';
import { firstError, isSameError, noteError, type ProbeGroup, type Probing } from '../run-context.ts';
import { countOf } from '../sample.ts';
import { dayMs, iso, within } from './within.ts';

/** No body, an empty object and the window in full are the same thing; sessions that begin meanwhile do no harm. */
async function defaults(probing: Probing): Promise<Finding[]> {
  const explicit = {
    dateFrom: iso(probing.sample.at - 7 * dayMs + 1),
    dateTo: iso(probing.sample.at),
    limit: 1,
  };
  const inFull = await probing.ask('window.neither', { body: explicit });
  const empty = await probing.ask('window.neither', { body: { limit: 1 } });
  const none = await probing.ask('body.none', {});
  const compare = (row: string, one: typeof none, other: typeof none): Finding => {
    if (one.kind === 'failed') return notMeasured(row, one.why);
    if (other.kind === 'failed') return notMeasured(row, other.why);
    const isSame = one.kind === 'answered' && other.kind === 'answered' && isNear(one.total, other.total);
    return isSame ? same(row) : differs(row, describe(one));
  };
  return [compare('window.neither', empty, inFull), compare('body.none', none, empty)];
}

export const isNear = (one: number, other: number): boolean =>
  Math.abs(one - other) <= Math.max(3, 0.02 * Math.max(one, other));

async function contentType(probing: Probing): Promise<Finding> {
  const { sample } = probing;
  return readChoice(probing, {
    row: 'body.contentType',
    setting: 'otherContentType',
    ask: within(sample, {}, { contentType: 'text/plain' }),
    refused: 'refuse',
    error: 'improperPayload',
    answered: [
      ['read', ({ rows, total }) => rows.length === 1 && total === sample.rows.length],
      ['ignore', ({ rows }) => rows.length > 1],
    ],
  });
}

/** JSON that is no object: refused as a field is that is not valid, or as a body that is no JSON. */
async function noObject(
  probing: Probing,
  row: string,
  setting: 'arrayBody' | 'scalarBody',
  rawBody: string,
): Promise<Finding> {
  const outcome = await probing.ask(row, { rawBody });
  if (outcome.kind === 'failed') return notMeasured(row, outcome.why);
  const said = describe(outcome);
  if (outcome.kind === 'answered') return found(probing, row, setting, 'ignore', said);
  const [validation, payload] = [firstError(probing, 'validation'), firstError(probing, 'improperPayload')];
  if (!validation || !payload) return notMeasured(row, 'it is not known how other refusals are worded');
  if (isSameError(outcome, payload) && !isSameError(outcome, validation))
    return found(probing, row, setting, 'improperPayload', said);
  noteError(probing, 'validation', row, outcome);
  return found(probing, row, setting, 'refuse', said);
}

export const bodyProbes: ProbeGroup = {
  name: 'body',
  run: async (probing) => {
    const { sample } = probing;
    const all = hasTotal(sample.rows.length);
    const unknown = {
      refused: 'refuse',
      answered: [
        ['ignore', all],
        ['matchNone', hasTotal(0)],
      ],
    } as const;
    const read = <Name extends SettingName>(
      row: string,
      setting: Name,
      fields: Record<string, unknown>,
      how: Pick<Reading<Name>, 'refused' | 'answered'>,
    ) => readChoice(probing, { row, setting, ask: within(sample, fields), ...how });
    const refuseOrIgnore = { refused: 'refuse', answered: [['ignore', all]] } as const;
    const [first] = sample.rows;
    const userId = first?.['userId'];
    const ofUser = countOf(sample, (row) => row['userId'] === userId);
    const interactive = countOf(sample, ({ sessionType }) => sessionType === 'interactive');
    const both = countOf(sample, (row) => row['userId'] === userId && row['sessionType'] === 'interactive');
    // A filter that lets all pass is answered alike where it is left unread.
    const telling = async (total: number, row: string, ask: Ask, tells = total < sample.rows.length) => {
      const finding = await expectAnswer(probing, row, ask, hasTotal(total));
      const says = tells || finding.verdict !== 'same';
      return [
        says ? finding : notMeasured(row, 'the filter would pass as many sessions if it were not read'),
      ];
    };
    return [
      ...(await defaults(probing)),
      await contentType(probing),
      await noObject(probing, 'body.array', 'arrayBody', '[]'),
      await noObject(probing, 'body.scalar', 'scalarBody', 'null'),
      await expectAnswer(probing, 'body.includeMeta', within(sample, { includeMeta: true }), all),
      await expectAnswer(
        probing,
        'body.includeMetaMeaning',
        within(sample, { includeMeta: true }),
        ({ rows, members }) =>
          members.length === 3 && Object.keys(rows[0] ?? {}).join() === Object.keys(first ?? {}).join(),
      ),
      await read('body.nullField', 'nullFields', { userId: null }, refuseOrIgnore),
      await read('sessionId.nothing', 'nullFields', { sessionId: null }, refuseOrIgnore),
      await read('body.wrongType', 'wronglyTypedFields', { userId: 5 }, refuseOrIgnore),
      await expectAnswer(probing, 'body.userId', within(sample, { userId }), hasTotal(ofUser)),
      await expectAnswer(
        probing,
        'body.userId',
        within(sample, { userId: 'nobody@example.com' }),
        hasTotal(0),
      ),
      await read('body.userIdEmpty', 'emptyUserId', { userId: '' }, unknown),
      ...(await telling(interactive, 'body.sessionType', within(sample, { sessionType: 'interactive' }))),
      await read('body.sessionTypeUnknown', 'unknownSessionType', { sessionType: 'nonsense' }, unknown),
      ...(await telling(
        both,
        'body.filtersTogether',
        within(sample, { sessionType: 'interactive', userId }),
        both < ofUser && both < interactive,
      )),
    ];
  },
};
