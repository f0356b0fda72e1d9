import { createHash } from 'node:crypto';
import { inTurns } from '../../domain/in-turns.ts';
import type { WindowQuery } from '../../domain/query.ts';
import { type DaySlices, type Place, type Selection, selectInSteps } from '../../domain/slices/select.ts';

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
  return selectReordered(days, query, now, keyOfSeed(`${seed} ${query.skip}`));
}

/** As `selectInSteps`, but of equal starts the lowest session id comes first. */
export async function selectAscending(
  days: readonly DaySlices[],
  query: WindowQuery,
  now: number,
): Promise<Selection> {
  return selectReordered(days, query, now, ({ slice, position }) => slice.idAt(position));
}

/** Gives equal starts an order of their own: by a key, ascending. */
async function selectReordered(
  days: readonly DaySlices[],
  query: WindowQuery,
  now: number,
  keyOf: (place: Place) => string,
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
  const ordered = orderedBy(keyOf, around.page);
  const from = query.skip - newer.total;
  return { total, page: ordered.slice(from, from + query.limit) };
}

const startOf = ({ slice, position }: Place): number => slice.startAt(position);

function orderedBy(keyOf: (place: Place) => string, places: readonly Place[]): Place[] {
  return places
    .map((place) => ({ place, start: startOf(place), key: keyOf(place) }))
    .sort((a, b) => b.start - a.start || (a.key < b.key ? -1 : 1))
    .map(({ place }) => place);
}

const keyOfSeed =
  (salt: string) =>
  ({ slice, position }: Place): string =>
    createHash('sha256')
      .update(`${salt} ${slice.idAt(position)}`)
      .digest('base64url');
