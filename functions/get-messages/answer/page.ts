import { createHash } from 'node:crypto';
import type { Moment, Position, Timeline } from '../../domain/messages/timeline.ts';
import type { Anchor, MessagesQuery } from '../parse/request.ts';
import type { Talk } from './made-messages.ts';

/** A page, as far as it is known before its rows are. */
export interface MessagePage {
  /** How many there are on this and all other pages. */
  total: number;
  /** Those that come first are kept where not all fit. */
  moments: Moment<Talk>[];
  /** Whether the rows are shown in the opposite order. */
  isReversed: boolean;
  moreAvailable: boolean;
}

type Paging = Pick<MessagesQuery, 'skip' | 'limit' | 'order'>;

/** @param shuffle where a fault says so: what the order of messages of one instant follows from */
export function pageOf(
  timeline: Timeline<Talk>,
  { skip, limit, order }: Paging,
  shuffle?: string | number,
): MessagePage {
  const { total } = timeline;
  const keyOf = shuffle === undefined ? undefined : shuffled(`${shuffle} ${skip}`);
  const moreAvailable = skip + limit < total;
  if (order === 'oldestFirst') {
    const moments = timeline.part(skip, skip + limit, keyOf);
    return { total, moments, isReversed: false, moreAvailable };
  }
  const moments = timeline.part(total - skip - limit, total - skip, keyOf).reverse();
  return { total, moments, isReversed: order === 'newestPageAscending', moreAvailable };
}

/** A page that begins at a message, or ends at it, or has it in its middle; `skip` goes on from there (assumed). */
export function pageAt(
  timeline: Timeline<Talk>,
  { skip, limit }: Paging,
  { direction, isReversed }: Anchor,
  message: Position,
): MessagePage {
  const at = timeline.rankOf(message);
  if (direction === 'back') {
    const end = at + 1 - skip;
    const moments = timeline.part(end - limit, end).reverse();
    return { total: at + 1, moments, isReversed: !isReversed, moreAvailable: end > limit };
  }
  const begin = (direction === 'both' ? Math.max(at - Math.floor(limit / 2), 0) : at) + skip;
  const moments = timeline.part(begin, begin + limit);
  const total = direction === 'both' ? timeline.total : timeline.total - at;
  const moreAvailable = begin + limit < timeline.total || (direction === 'both' && begin > 0);
  return { total, moments, isReversed, moreAvailable };
}

const shuffled =
  (salt: string) =>
  ({ run, number }: Moment<Talk>): string =>
    createHash('sha256')
      .update(`${salt} ${run.keyOf(number)} ${number}`)
      .digest('base64url');
