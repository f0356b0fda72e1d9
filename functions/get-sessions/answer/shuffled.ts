import { createHash } from 'node:crypto';
import type { WindowQuery } from '../../domain/query.ts';
import { type DaySlices, type Place, type Selection, selectInSteps } from '../../domain/slices/select.ts';
import { inTurns } from '../../domain/slices/turns.ts';

/**
 * As `selectInSteps`, but equal starts stand in an order of their own on each page, the same for the same seed: the
 * vendor promises none, and who pages through them meets some twice and others never.
 */
export async function selectShuffled(
  days: readonly DaySlices[],
  query: WindowQuery,
  now: number,
  seed: string | number,
): Promise<Selection> {
  const select = async (part: Partial<WindowQuery>): Promise<Selection> =>
    inTurns(selectInSteps(days, { ...query, ...part }, now));
  const { total, page } = await select({});
  const [first, last] = [page[0], page.at(-1)];
  if (!first || !last) return { total, page };
  // The page may begin and end among sessions that share a start.
  const [newest, oldest] = [startOf(first), startOf(last)];
  const window = { from: oldest, to: newest };
  const around = await select({ window, skip: 0, limit: Number.POSITIVE_INFINITY });
  const newer = await select({ window: { from: newest + 1, to: query.window.to }, skip: 0, limit: 0 });
  const ordered = shuffled(around.page, `${seed} ${query.skip}`);
  const from = query.skip - newer.total;
  return { total, page: ordered.slice(from, from + query.limit) };
}

const startOf = ({ slice, position }: Place): number => slice.startAt(position);

function shuffled(places: readonly Place[], salt: string): Place[] {
  return places
    .map((place) => ({ place, start: startOf(place), key: keyOf(place, salt) }))
    .sort((a, b) => b.start - a.start || (a.key < b.key ? -1 : 1))
    .map(({ place }) => place);
}

function keyOf({ slice, position }: Place, salt: string): string {
  return createHash('sha256')
    .update(`${salt} ${slice.idAt(position)}`)
    .digest('base64url');
}
