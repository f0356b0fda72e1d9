import type { Ask } from '../../real-api/ask.ts';
import { describe, found, hasTotal } from '../choice.ts';
import { expectAnswer } from '../expect.ts';
import { differs, type Finding, notMeasured } from '../finding.ts';
import type { Probing } from '../run-context.ts';
import type { MessageSample } from '../sample.ts';
import { messagesWithin } from '../take-messages.ts';

/** A GET for messages of a window, which has its fields in the query string. */
export function messagesByQuery({ from, to }: MessageSample, fields: Record<string, string> = {}): Ask {
  const query = new URLSearchParams({ dateFrom: from, dateTo: to, limit: '1', ...fields }).toString();
  return { api: 'getMessagesV2', method: 'GET', query };
}

/** Which channels are meant where none is named, with a POST and with a GET; a channel other than rtm has to be there. */
export async function messageChannels(probing: Probing, sample: MessageSample): Promise<Finding[]> {
  const [post, get] = ['messages.channelTypeOnPost', 'messages.channelTypeOnGet'];
  const unmeasured = (why: string): Finding[] => [post, get].map((row) => notMeasured(row, why));
  const other = probing.sample.rows.map((row) => row['channel']).find(isOther);
  if (other === undefined) return unmeasured('all sessions of the sample are of the channel rtm');

  const ofOther = await probing.ask(post, messagesWithin(sample, { channelType: other }));
  const ofRtm = await probing.ask(post, messagesWithin(sample, { channelType: 'rtm' }));
  const user = ofOther.kind === 'answered' ? ofOther.messages[0]?.['createdBy'] : undefined;
  const byGet = await onGet(probing, sample, typeof user === 'string' ? user : undefined);
  if (ofOther.kind !== 'answered') return [notMeasured(post, describe(ofOther)), byGet];
  if (ofRtm.kind !== 'answered') return [notMeasured(post, describe(ofRtm)), byGet];
  if (ofOther.total === 0) return [notMeasured(post, 'all messages are of the channel rtm'), byGet];
  return [onPost(probing, sample.total - ofRtm.total), byGet];
}

const isOther = (channel: unknown): channel is string => typeof channel === 'string' && channel !== 'rtm';

function onPost(probing: Probing, more: number): Finding {
  const row = 'messages.channelTypeOnPost';
  if (more < 0) return differs(row, 'fewer than of rtm');
  const [value, said] = more === 0 ? (['rtm', 'those of rtm'] as const) : (['all', 'others too'] as const);
  return found(probing, row, 'messagesPostChannelType', value, said);
}

/** @param userId of somebody who has messages of another channel too; undefined where there is nobody */
async function onGet(probing: Probing, sample: MessageSample, userId: string | undefined): Promise<Finding> {
  const row = 'messages.channelTypeOnGet';
  const rtm = { channelType: 'rtm', ...(userId === undefined ? {} : { userId }) };
  const ofRtm = await probing.ask(row, messagesWithin(sample, rtm));
  const byGet = messagesByQuery(sample, userId === undefined ? {} : { userId });
  const finding = await expectAnswer(
    probing,
    row,
    byGet,
    hasTotal(ofRtm.kind === 'answered' ? ofRtm.total : 0),
  );
  if (userId === undefined) return notMeasured(row, 'nobody is known who has messages of another channel');
  return ofRtm.kind === 'answered' ? finding : notMeasured(row, describe(ofRtm));
}
