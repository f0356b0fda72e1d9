import { randomBytes } from 'node:crypto';
import type { Answered } from '../../real-api/outcome.ts';
import { anyAnswer, describe, found, hasTotal, readChoice } from '../choice.ts';
import { expectAnswer } from '../expect.ts';
import { differs, type Finding, notMeasured, same } from '../finding.ts';
import type { ProbeGroup, Probing } from '../run-context.ts';
import { within } from './within.ts';

const unknownIds = (count: number): string[] =>
  Array.from({ length: count }, () => `00000000${randomBytes(8).toString('hex')}`);

const lists =
  (...ids: string[]) =>
  ({ invalidSessions }: Answered): boolean =>
    Array.isArray(invalidSessions) && ids.every((id) => invalidSessions.includes(id));

async function howMany(probing: Probing, id: string): Promise<Finding[]> {
  const many = await readChoice(probing, {
    row: 'sessionId.tooMany',
    setting: 'tooManySessionIds',
    ask: { body: { sessionId: [id, ...unknownIds(50)] } },
    refused: 'refuse',
    answered: [['answer', hasTotal(1)]],
  });
  const repeated = await probing.ask('sessionId.duplicates', {
    body: { sessionId: [id, id, ...unknownIds(49)] },
  });
  const row = 'sessionId.duplicates';
  const isLimited = probing.known.get('tooManySessionIds') === 'refuse';
  const duplicates =
    repeated.kind === 'failed' || many.verdict === 'not measured'
      ? notMeasured(row, describe(repeated))
      : (repeated.kind === 'refused') === isLimited
        ? same(row, isLimited ? describe(repeated) : 'there is no limit')
        : differs(row, describe(repeated));
  return [many, duplicates];
}

/** Whether session tags of an old session are held back where it is asked for by its id. */
async function oldTags(probing: Probing): Promise<Finding> {
  const row = 'sessionId.oldTags';
  const { old } = probing.sample;
  if (!old) return notMeasured(row, 'no session of 15 to 21 days ago has session tags');
  const outcome = await probing.ask(row, { body: { sessionId: [old.sessionId] } });
  if (outcome.kind !== 'answered') return notMeasured(row, describe(outcome));
  const [shown] = outcome.rows;
  const tags = sessionTagsOf(shown);
  if (tags === old.tags) return found(probing, row, 'sessionTagsMaxAgeDays', null, 'returned');
  if (tags === '[]')
    return found(probing, row, 'sessionTagsMaxAgeDays', 14, 'blank; 14 days are what newer pages say');
  return differs(row, 'other tags than by window');
}

/** The session tags of a row as JSON. */
export function sessionTagsOf(row: Record<string, unknown> | undefined): string {
  const tags = row?.['tags'];
  const list: unknown =
    typeof tags === 'object' && tags !== null ? Reflect.get(tags, 'sessionTags') : undefined;
  return JSON.stringify(list ?? null);
}

export const sessionIdProbes: ProbeGroup = {
  name: 'session ids',
  run: async (probing) => {
    const { sample } = probing;
    const [first, second] = sample.rows;
    const id = first?.sessionId ?? '';
    const [unknown = ''] = unknownIds(1);
    const ask = (sessionId: unknown, fields: Record<string, unknown> = {}) => ({
      body: { sessionId, ...fields },
    });
    const one = hasTotal(1);
    return [
      second
        ? await expectAnswer(
            probing,
            'sessionId.array',
            ask([second.sessionId, id]),
            ({ rows }) => rows[0]?.sessionId === id,
          )
        : notMeasured('sessionId.array', 'the sample holds one session only'),
      await expectAnswer(
        probing,
        'sessionId.others',
        ask([id], { userId: 'nobody', skip: 5, limit: 1 }),
        one,
      ),
      await expectAnswer(
        probing,
        'sessionId.invalid',
        ask([id, unknown, 'no-such-id']),
        lists(unknown, 'no-such-id'),
      ),
      await expectAnswer(probing, 'sessionId.most', ask([id, ...unknownIds(49)]), one),
      ...(await howMany(probing, id)),
      await readChoice(probing, {
        row: 'sessionId.othersInvalid',
        setting: 'besideSessionId',
        ask: ask([id], { dateFrom: 'not-a-date' }),
        refused: 'check',
        answered: [['ignore', one]],
      }),
      await readChoice(probing, {
        row: 'sessionId.string',
        setting: 'sessionIdText',
        ask: ask(id),
        refused: 'refuse',
        answered: [['accept', one]],
      }),
      await readChoice(probing, {
        row: 'sessionId.empty',
        setting: 'emptySessionIds',
        ask: within(sample, { sessionId: [] }),
        refused: 'refuse',
        answered: [
          ['noRows', hasTotal(0)],
          ['ignore', hasTotal(sample.rows.length)],
        ],
      }),
      await readChoice(probing, {
        row: 'sessionId.malformed',
        setting: 'malformedSessionIds',
        ask: ask([5]),
        refused: 'refuse',
        answered: [['invalid', anyAnswer]],
      }),
      await readChoice(probing, {
        row: 'sessionId.allFound',
        setting: 'emptyInvalidSessions',
        ask: ask([id]),
        answered: [
          [
            'include',
            ({ invalidSessions }) => Array.isArray(invalidSessions) && invalidSessions.length === 0,
          ],
          ['omit', ({ members }) => !members.includes('invalidSessions')],
        ],
      }),
      await oldTags(probing),
    ];
  },
};
