import { randomBytes } from 'node:crypto';
import type { Outcome } from '../../real-api/outcome.ts';
import { describe, found } from '../choice.ts';
import { differs, type Finding, notMeasured, same } from '../finding.ts';
import { noteError, type Probing } from '../run-context.ts';
import type { MessageSample } from '../sample.ts';
import { messagesWithin } from '../take-messages.ts';

const mostOfVersionTwo = 10_000;
const mostOfVersionOne = 100;
const usualSessionIds = 50;
/** More ids than the setting takes are not tried. */
const mostSessionIds = 1_000;
const tooFew = 'the days that were looked at hold too few messages';

/** Without a limit: as many rows as come where there are more. */
export async function messageLimitAbsent(probing: Probing, sample: MessageSample): Promise<Finding> {
  const row = 'messages.limitAbsent';
  const outcome = await probing.ask(row, messagesWithin(sample, { limit: undefined }));
  if (outcome.kind === 'failed') return notMeasured(row, outcome.why);
  if (outcome.kind === 'refused') return differs(row, describe(outcome));
  const shown = outcome.messages.length;
  if (shown < outcome.total) return found(probing, row, 'messagesDefaultLimit', shown, `${shown} rows`);
  return outcome.total > mostOfVersionOne
    ? differs(row, 'all that there are, and they are more than 100')
    : notMeasured(row, tooFew);
}

/** More than the most: fewer rows than there are, or a refusal; where it is one, the most is found by halving. */
export async function messageLimitMost(probing: Probing, sample: MessageSample): Promise<Finding[]> {
  const [row, most] = ['messages.limitOversized', 'messages.limitMost'];
  const ask = (limit: number) => probing.ask(most, messagesWithin(sample, { limit }));
  const outcome = await ask(mostOfVersionTwo + 1);
  if (outcome.kind === 'failed') return [row, most].map((each) => notMeasured(each, outcome.why));
  const said = describe(outcome);
  if (outcome.kind === 'answered') {
    const shown = outcome.messages.length;
    return [
      found(probing, row, 'messagesOversizedLimit', 'clamp', said),
      shown < outcome.total
        ? found(probing, most, 'messagesMaxLimit', shown, `${shown} rows`)
        : notMeasured(most, tooFew),
    ];
  }
  noteError(probing, 'validation', row, outcome);
  const oversized = found(probing, row, 'messagesOversizedLimit', 'refuse', said);
  const limit = await greatestAccepted(probing, most, mostOfVersionTwo, mostOfVersionTwo, ask);
  if (typeof limit !== 'number') return [oversized, limit];
  return [oversized, found(probing, most, 'messagesMaxLimit', limit, `${limit} is accepted, and no more`)];
}

/** Version 1 has fewer on a page, whatever is asked for. */
export async function messageVersionOne(probing: Probing, sample: MessageSample): Promise<Finding> {
  const row = 'messages.versionOne';
  const ask = messagesWithin(sample, { limit: mostOfVersionOne + 1 }, { api: 'getMessages' });
  const outcome = await probing.ask(row, ask);
  if (outcome.kind === 'failed') return notMeasured(row, outcome.why);
  if (outcome.kind === 'refused') {
    if (probing.known.get('messagesOversizedLimit') !== 'refuse') return differs(row, describe(outcome));
    noteError(probing, 'validation', row, outcome);
    return same(row, describe(outcome));
  }
  const shown = outcome.messages.length;
  if (shown > mostOfVersionOne) return differs(row, 'more than 100 rows');
  return outcome.total > shown ? same(row, `${shown} rows`) : notMeasured(row, tooFew);
}

/** How many session ids may be asked for at once: one that is there, and others that are not. */
export async function messageSessionIds(probing: Probing, { oldest, old }: MessageSample): Promise<Finding> {
  const row = 'messages.sessionIdMost';
  const id = [old, ...oldest].find((message) => typeof message?.['sessionId'] === 'string')?.['sessionId'];
  if (id === undefined) return notMeasured(row, 'no message of the sample belongs to a session');
  const ask = (count: number): Promise<Outcome> =>
    probing.ask(row, { api: 'getMessagesV2', body: { sessionId: [id, ...unknownIds(count - 1)], limit: 1 } });
  const most = await greatestAccepted(probing, row, usualSessionIds, mostSessionIds, ask);
  if (typeof most !== 'number') return most;
  const said = most === mostSessionIds ? `${most} are accepted` : `${most} are accepted, and no more`;
  return found(probing, row, 'messagesMaxSessionIds', most, said);
}

const unknownIds = (count: number): string[] =>
  Array.from({ length: count }, () => `00000000${randomBytes(8).toString('hex')}`);

/**
 * The greatest number that is accepted, by halving: one more than the usual one first, which tells most at once.
 *
 * @param greatest that is tried
 */
async function greatestAccepted(
  probing: Probing,
  row: string,
  usual: number,
  greatest: number,
  ask: (number: number) => Promise<Outcome>,
): Promise<number | Finding> {
  let failure: Finding | undefined;
  const accepts = async (number: number): Promise<boolean> => {
    const outcome = await ask(number);
    if (outcome.kind === 'refused') noteError(probing, 'validation', row, outcome);
    if (outcome.kind === 'failed') failure = notMeasured(row, outcome.why);
    return outcome.kind === 'answered';
  };
  let [accepted, refused] = [0, greatest + 1];
  for (const first of [usual + 1, usual, greatest]) {
    if (first <= accepted || first >= refused) continue;
    if (await accepts(first)) accepted = first;
    else refused = first;
    if (failure) return failure;
  }
  while (refused - accepted > 1) {
    const middle = Math.floor((accepted + refused) / 2);
    if (await accepts(middle)) accepted = middle;
    else refused = middle;
    if (failure) return failure;
  }
  return accepted > 0 ? accepted : differs(row, 'none is accepted');
}
