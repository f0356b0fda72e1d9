import { randomUUID } from 'node:crypto';
import type { Answered, RealMessage } from '../../real-api/outcome.ts';
import { anyAnswer, describe, hasTotal, readChoice } from '../choice.ts';
import { expectAnswer } from '../expect.ts';
import { differs, type Finding, notMeasured, same } from '../finding.ts';
import type { Probing } from '../run-context.ts';
import { hasTag, type MessageSample, tagsOf } from '../sample.ts';
import { messagesWithin } from '../take-messages.ts';
import { messageChannels, messagesByQuery } from './message-channels.ts';
import { messageGroup } from './message-group.ts';

const rowsOfPage = 20;

/** Whether there are rows, and all pass a test. */
const ofAll =
  (test: (message: RealMessage) => boolean) =>
  ({ messages }: Answered): boolean =>
    messages.length > 0 && messages.every(test);

/** A filter that all messages pass is answered alike where it is left unread. */
async function filter(
  probing: Probing,
  sample: MessageSample,
  row: string,
  fields: Record<string, unknown>,
  test: (message: RealMessage) => boolean,
): Promise<Finding> {
  const ask = messagesWithin(sample, { limit: rowsOfPage, ...fields });
  let total = 0;
  const finding = await expectAnswer(probing, row, ask, (answer) => {
    total = answer.total;
    return ofAll(test)(answer);
  });
  const isTelling = finding.verdict !== 'same' || total < sample.total;
  return isTelling ? finding : notMeasured(row, 'the filter would pass as many messages if it were not read');
}

async function tags(probing: Probing, sample: MessageSample): Promise<Finding> {
  const row = 'messages.tags';
  const [tag] = [...sample.newest, ...sample.oldest].flatMap(tagsOf);
  if (!tag) return notMeasured(row, 'no message of the sample has a tag');
  const { name, value, type } = tag;
  const tagged = { tags: { and: [{ name, values: [value], type }] }, limit: rowsOfPage };
  return readChoice(probing, {
    row,
    setting: 'tagFilter',
    ask: messagesWithin(sample, tagged),
    answered: [
      ['apply', ofAll((message) => hasTag(message, tag))],
      ['ignore', hasTotal(sample.total)],
    ],
  });
}

/** The members that a request for more gets; where none comes, that may have other reasons. */
async function extras(probing: Probing, sample: MessageSample): Promise<Finding> {
  const row = 'messages.extras';
  const more = { includeTraceId: true, includeLatency: true, limit: rowsOfPage };
  const outcome = await probing.ask(row, messagesWithin(sample, more));
  if (outcome.kind === 'failed') return notMeasured(row, outcome.why);
  if (outcome.kind === 'refused') return differs(row, describe(outcome));
  const has = (name: string): boolean => outcome.messages.some((message) => message[name] !== undefined);
  if (has('traceId') && has('latency')) return same(row);
  return notMeasured(row, 'no row has both, which the messages may be the reason of');
}

async function ofSession(probing: Probing, sample: MessageSample): Promise<Finding[]> {
  const [alone, dated] = ['messages.sessionIdAlone', 'messages.sessionIdWithDates'];
  const { old, newest } = sample;
  const recent = newest.find(({ sessionId }) => typeof sessionId === 'string');
  const ofOld = { api: 'getMessagesV2', body: { sessionId: [old?.['sessionId']], limit: 1 } } as const;
  const findings = [
    old
      ? await expectAnswer(probing, alone, ofOld, ({ total }) => total > 0)
      : notMeasured(alone, 'no message of 15 to 21 days ago belongs to a session'),
  ];
  if (!recent) return [...findings, notMeasured(dated, 'no message of the sample belongs to a session')];
  const { sessionId, createdOn } = recent;
  const at = { sessionId: [sessionId], dateFrom: createdOn, dateTo: createdOn, limit: rowsOfPage };
  const isRecent = (message: RealMessage): boolean =>
    message['sessionId'] === sessionId && Date.parse(message.createdOn) === Date.parse(createdOn);
  return [...findings, await expectAnswer(probing, dated, messagesWithin(sample, at), ofAll(isRecent))];
}

/** From a message on: it comes first, and it comes last. */
async function ofMessage(probing: Probing, sample: MessageSample): Promise<Finding[]> {
  const row = 'messages.msgId';
  const ask = (msgId: string | undefined, fields: Record<string, unknown> = {}) => ({
    api: 'getMessagesV2' as const,
    body: { msgId, limit: 5, ...fields },
  });
  const [first, last] = [sample.oldest[0]?._id, sample.newest[0]?._id];
  const has = (id: string | undefined, only: (time: number) => boolean) => (answer: Answered) =>
    answer.messages.some(({ _id }) => _id === id) &&
    answer.messages.every(({ createdOn }) => only(Date.parse(createdOn)));
  const [begins, ends] = [sample.oldest, sample.newest].map((rows) => Date.parse(rows[0]?.createdOn ?? ''));
  return [
    await expectAnswer(
      probing,
      row,
      ask(first),
      has(first, (time) => time >= (begins ?? 0)),
    ),
    await expectAnswer(
      probing,
      row,
      ask(last, { direction: -1 }),
      has(last, (time) => time <= (ends ?? 0)),
    ),
    await expectAnswer(probing, 'messages.msgIdUnknown', ask(`ms-${randomUUID()}`), hasTotal(0)),
    await readChoice(probing, {
      row: 'messages.msgIdWithDates',
      setting: 'messagesMsgIdWithDates',
      ask: messagesWithin(sample, { msgId: first }),
      refused: 'refuse',
      answered: [['allow', anyAnswer]],
    }),
  ];
}

/** What requests for messages can be narrowed down by. */
export const messageFilterProbes = messageGroup('messages by filter', async (probing, sample) => {
  const [first] = sample.oldest;
  const user = first?.['createdBy'];
  const at = { dateFrom: first?.createdOn, dateTo: first?.createdOn, limit: rowsOfPage };
  const isOfFirst = ({ createdOn }: RealMessage): boolean => createdOn === first?.createdOn;
  return [
    await filter(probing, sample, 'messages.userId', { userId: user }, ({ createdBy }) => createdBy === user),
    await readChoice(probing, {
      row: 'messages.userIdOnGet',
      setting: 'messagesGetWithoutUserId',
      ask: messagesByQuery(sample),
      refused: 'refuse',
      answered: [['allow', anyAnswer]],
    }),
    await expectAnswer(
      probing,
      'messages.queryOnPost',
      messagesWithin(sample, { limit: undefined }, { query: 'limit=1' }),
      ({ messages }) => messages.length === 1,
    ),
    await expectAnswer(probing, 'messages.window', messagesWithin(sample, at), ofAll(isOfFirst)),
    ...(await ofSession(probing, sample)),
    ...(await ofMessage(probing, sample)),
    ...(await messageChannels(probing, sample)),
    await expectAnswer(
      probing,
      'messages.channelType',
      messagesWithin(sample, { channelType: 'no-such-channel' }),
      ({ total, moreAvailable, messages }) => total === 0 && !moreAvailable && messages.length === 0,
    ),
    await tags(probing, sample),
    await expectAnswer(
      probing,
      'messages.callId',
      messagesWithin(sample, { callId: 'no-such-call' }),
      hasTotal(0),
    ),
    await extras(probing, sample),
  ];
});
