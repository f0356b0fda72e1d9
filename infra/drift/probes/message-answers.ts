import { membersOfSomeMessages, messageMembers } from '../../../functions/domain/messages/members.ts';
import type { RealMessage } from '../../real-api/outcome.ts';
import { found } from '../choice.ts';
import { differs, type Finding, notMeasured, same } from '../finding.ts';
import type { Probing } from '../run-context.ts';
import type { MessageSample } from '../sample.ts';
import { messagesWithin } from '../take-messages.ts';

/** What `messagesIcon` is set to where answers have one: its URL may tell whose bot it is, so no report has it. */
export const iconInPlace = 'https://example.com/icon.png';

const timesOf = (messages: readonly RealMessage[]): number[] =>
  messages.map(({ createdOn }) => Date.parse(createdOn));

const ascends = (times: readonly number[]): boolean =>
  times.every((time, index) => index === 0 || time >= (times[index - 1] ?? time));

/** What the pages of the sample say by themselves. */
export function messageAnswers(probing: Probing, sample: MessageSample): Finding[] {
  const { members, oldest, newest } = sample;
  const plain = members.filter((name) => name !== 'icon');
  const ofSome: readonly string[] = membersOfSomeMessages;
  const unlike = [...oldest, ...newest].find(
    (row) =>
      Object.keys(row)
        .filter((name) => !ofSome.includes(name))
        .join() !== messageMembers.join(),
  );
  const named = unlike && Object.keys(unlike).filter((name) => /^\w{1,40}$/.test(name));
  const isOfTask = [...oldest, ...newest].some(({ ms }) => ms === 0 || ms === 2);
  return [
    isOfTask
      ? differs('messages.versionTwo', 'messages of alert or action tasks too')
      : same('messages.versionTwo'),
    plain.join() === 'total,moreAvailable,messages'
      ? same('messages.answer')
      : differs('messages.answer', `members ${plain.filter((name) => /^\w{1,40}$/.test(name)).join(', ')}`),
    named ? differs('messages.row', `members ${named.join(', ')}`) : same('messages.row'),
    forward(sample),
    icon(probing, sample),
  ];
}

function forward({ oldest, newest }: MessageSample): Finding {
  const row = 'messages.forward';
  const [up, down] = [timesOf(oldest), timesOf(newest)];
  if (up[0] === down[0]) return notMeasured(row, 'the messages of these days are of one instant');
  const isSo = ascends(up) && ascends(down.toReversed()) && (up[0] ?? 0) < (down[0] ?? 0);
  return isSo ? same(row) : differs(row, 'another order');
}

function icon(probing: Probing, { members, icon: shown }: MessageSample): Finding {
  const row = 'messages.icon';
  if (!members.includes('icon')) return found(probing, row, 'messagesIcon', null, 'none');
  if (typeof shown !== 'string' || shown === '') return differs(row, 'an icon that is no text');
  return found(probing, row, 'messagesIcon', iconInPlace, 'an icon; its URL is left out, set your own');
}

/** Without `forward`: the first page as it is with it, or the other way round, or the last page in that order. */
export async function messageOrder(probing: Probing, sample: MessageSample): Promise<Finding> {
  const row = 'messages.order';
  const { oldest, newest } = sample;
  const outcome = await probing.ask(row, messagesWithin(sample, { limit: oldest.length }));
  if (outcome.kind === 'failed') return notMeasured(row, outcome.why);
  if (outcome.kind === 'refused') return differs(row, 'refused');
  const shown = timesOf(outcome.messages).join();
  const pages = {
    newestPageAscending: timesOf(newest).toReversed().join(),
    newestFirst: timesOf(newest).join(),
    oldestFirst: timesOf(oldest).join(),
  } as const;
  const fits = (Object.keys(pages) as (keyof typeof pages)[]).filter((name) => pages[name] === shown);
  const [first, ...others] = fits;
  if (first === undefined) return differs(row, 'another order');
  if (others.length > 0) return notMeasured(row, `the data cannot tell ${fits.join(' from ')}`);
  return found(probing, row, 'messagesOrder', first, first);
}
