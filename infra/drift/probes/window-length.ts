import type { Outcome } from '../../real-api/outcome.ts';
import { describe, found } from '../choice.ts';
import { differs, type Finding, notMeasured, same } from '../finding.ts';
import { noteError, type Probing } from '../run-context.ts';
import { dateOf, dayMs, iso } from './within.ts';

/** Longer windows than a year are as good as any. */
const longestDays = 366;

/** How long a window may be: exactly 7 days, a millisecond more, 8 days; and where those pass, how many. */
export async function windowLength(probing: Probing): Promise<Finding[]> {
  const [tooLong, exactly, lastDay] = ['window.tooLong', 'window.exactly', 'window.lastDay'];
  const end = Date.parse(probing.sample.to);
  const askMs = (row: string, ms: number): Promise<Outcome> =>
    probing.ask(row, { body: { dateFrom: iso(end - ms), dateTo: iso(end), limit: 1 } });

  const sevenDays = await askMs(exactly, 7 * dayMs);
  const more = await askMs(tooLong, 7 * dayMs + 1);
  const eight = await askMs(tooLong, 8 * dayMs);
  const broken = [sevenDays, more, eight].find(({ kind }) => kind === 'failed');
  if (broken) return [tooLong, exactly, lastDay].map((row) => notMeasured(row, describe(broken)));

  if (more.kind === 'refused') {
    noteError(probing, 'windowTooLong', tooLong, more);
    if (eight.kind === 'refused') noteError(probing, 'windowTooLong', tooLong, eight);
    return [
      found(probing, tooLong, 'maxWindowDays', 7, describe(more)),
      exactFinding(probing, sevenDays),
      ...(await lastDayFinding(probing, 7)),
    ];
  }
  const days = await mostDays(probing, askMs);
  if (days === 'failed')
    return [tooLong, exactly, lastDay].map((row) => notMeasured(row, 'the search failed'));
  const said = days === null ? `${longestDays} days are accepted` : `${days} days are accepted, and no more`;
  const atMost = days === null ? undefined : await askMs(exactly, days * dayMs);
  return [
    found(probing, tooLong, 'maxWindowDays', days, said),
    atMost ? exactFinding(probing, atMost) : same(exactly, 'accepted, and longer ones too'),
    ...(await lastDayFinding(probing, days)),
  ];
}

function exactFinding(probing: Probing, outcome: Outcome): Finding {
  const row = 'window.exactly';
  if (outcome.kind === 'failed') return notMeasured(row, outcome.why);
  if (outcome.kind === 'refused') noteError(probing, 'windowTooLong', row, outcome);
  return found(
    probing,
    row,
    'exactlySevenDays',
    outcome.kind === 'refused' ? 'refuse' : 'allow',
    describe(outcome),
  );
}

/** The most days that are accepted, by halving; null where a year is. */
async function mostDays(
  probing: Probing,
  askMs: (row: string, ms: number) => Promise<Outcome>,
): Promise<number | null | 'failed'> {
  // A millisecond less, so that it does not matter whether the edge itself is allowed.
  const accepts = async (days: number): Promise<boolean | undefined> => {
    const outcome = await askMs('window.tooLong', days * dayMs - 1);
    if (outcome.kind === 'refused') noteError(probing, 'windowTooLong', 'window.tooLong', outcome);
    return outcome.kind === 'failed' ? undefined : outcome.kind === 'answered';
  };
  const atLongest = await accepts(longestDays);
  if (atLongest === undefined) return 'failed';
  if (atLongest) return null;
  let [accepted, refused] = [8, longestDays];
  while (refused - accepted > 1) {
    const middle = Math.floor((accepted + refused) / 2);
    const passes = await accepts(middle);
    if (passes === undefined) return 'failed';
    if (passes) accepted = middle;
    else refused = middle;
  }
  return accepted;
}

/** Whether the whole day that a date-only end covers counts: the instants alone are a millisecond within the limit. */
async function lastDayFinding(probing: Probing, days: number | null): Promise<Finding[]> {
  const row = 'window.lastDay';
  const from = Date.parse(dateOf(probing.sample.at)) - (days ?? 7) * dayMs;
  const ask = { body: { dateFrom: iso(from + 1), dateTo: dateOf(probing.sample.at), limit: 1 } };
  const outcome = await probing.ask(row, ask);
  if (outcome.kind === 'failed') return [notMeasured(row, outcome.why)];
  if (days === null) return [notMeasured(row, 'there is no longest window')];
  if (outcome.kind === 'answered') return [found(probing, row, 'lastDayCounts', false, describe(outcome))];
  noteError(probing, 'windowTooLong', row, outcome);
  if (probing.known.get('dateOnlyDateTo') === 'startOfDay') return [differs(row, describe(outcome))];
  return [found(probing, row, 'lastDayCounts', true, describe(outcome))];
}
