import { anyAnswer, describe, hasTotal, readChoice } from '../choice.ts';
import { expectAnswer } from '../expect.ts';
import { differs, type Finding, notMeasured, same } from '../finding.ts';
import type { ProbeGroup, Probing } from '../run-context.ts';
import { countOf, type Sample } from '../sample.ts';
import { isNear } from './body.ts';
import { windowLength } from './window-length.ts';
import { dateOf, dayMs, iso, within } from './within.ts';

/** A whole day within the sample on which sessions began, and none at its first instant; Unix ms of that instant. */
function tellingDay({ rows, from, to }: Sample): number | undefined {
  const starts = rows.map((row) => Date.parse(row.start_time));
  const days = [...new Set(starts.map((start) => start - (start % dayMs)))];
  return days.find((day) => day > Date.parse(from) && day + dayMs <= Date.parse(to) && !starts.includes(day));
}

const startsBetween = (sample: Sample, from: number, to: number): number =>
  countOf(sample, (row) => {
    const start = Date.parse(row.start_time);
    return start >= from && start <= to;
  });

/** What date-only ends stand for, from how many sessions of a day are found. */
async function dateOnly(probing: Probing): Promise<Finding[]> {
  const { sample } = probing;
  const day = tellingDay(sample);
  if (day === undefined) {
    const rows = ['window.dateOnlyTo', 'window.onlyToDateOnly', 'window.onlyFromDateOnly'];
    return rows.map((row) => notMeasured(row, 'no whole day of the sample has sessions'));
  }
  const date = dateOf(day);
  const ofDay = startsBetween(sample, day, day + dayMs - 1);
  // The day before is found in either case.
  const before = await probing.ask('window.onlyToDateOnly', {
    body: { dateFrom: iso(day - 7 * dayMs + 1), dateTo: iso(day - 1), limit: 1 },
  });
  const wholeDay = await readChoice(probing, {
    row: 'window.dateOnlyTo',
    setting: 'dateOnlyDateTo',
    ask: { body: { dateFrom: date, dateTo: date, limit: 1 } },
    answered: [
      ['endOfDay', hasTotal(ofDay)],
      ['startOfDay', hasTotal(0)],
    ],
  });
  if (before.kind !== 'answered') {
    const why = `the days before were not answered: ${describe(before)}`;
    return [wholeDay, notMeasured('window.onlyToDateOnly', why), notMeasured('window.onlyFromDateOnly', why)];
  }
  const beside = before.total;
  const wholeOrInstant = (total: number) => hasTotal(total + ofDay);
  return [
    wholeDay,
    await readChoice(probing, {
      row: 'window.onlyToDateOnly',
      setting: 'dateOnlyDateTo',
      ask: { body: { dateTo: date, limit: 1 } },
      answered: [
        ['endOfDay', wholeOrInstant(beside)],
        ['startOfDay', hasTotal(beside)],
      ],
    }),
    await readChoice(probing, {
      row: 'window.onlyFromDateOnly',
      setting: 'openDateTo',
      ask: { body: { dateFrom: dateOf(day - 7 * dayMs), limit: 1 } },
      answered: [
        ['endOfDay', wholeOrInstant(beside)],
        ['instant', hasTotal(beside)],
      ],
    }),
  ];
}

/** One end alone is the same as both, seven days apart. */
async function oneEnd(probing: Probing): Promise<Finding[]> {
  const end = Date.parse(probing.sample.to);
  const start = end - 7 * dayMs;
  const both = await probing.ask('window.onlyTo', {
    body: { dateFrom: iso(start + 1), dateTo: iso(end), limit: 1 },
  });
  const alone = [
    ['window.onlyTo', { dateTo: iso(end) }],
    ['window.onlyFrom', { dateFrom: iso(start) }],
  ] as const;
  const findings: Finding[] = [];
  for (const [row, fields] of alone) {
    const outcome = await probing.ask(row, { body: { ...fields, limit: 1 } });
    if (outcome.kind === 'failed') findings.push(notMeasured(row, outcome.why));
    else if (both.kind !== 'answered') findings.push(notMeasured(row, 'the window in full was not answered'));
    else if (outcome.kind === 'answered' && isNear(outcome.total, both.total)) findings.push(same(row));
    else findings.push(differs(row, describe(outcome)));
  }
  return findings;
}

/** A number as a date: the start of the newest session of the sample. */
async function epoch(probing: Probing): Promise<Finding> {
  const { sample } = probing;
  const newest = Date.parse(sample.rows[0]?.start_time ?? sample.to);
  const since = startsBetween(sample, newest, Number.POSITIVE_INFINITY);
  return readChoice(probing, {
    row: 'window.epoch',
    setting: 'epochDates',
    ask: within(sample, { dateFrom: newest }),
    refused: 'refuse',
    answered: [
      ['accept', hasTotal(since)],
      ['ignore', ({ total }) => total >= sample.rows.length],
    ],
  });
}

export const windowProbes: ProbeGroup = {
  name: 'windows',
  run: async (probing) => {
    const { sample } = probing;
    const { from, to } = sample;
    const all = hasTotal(sample.rows.length);
    const refuse = { refused: 'refuse' } as const;
    const [day, time] = from.split('T');
    return [
      ...(await dateOnly(probing)),
      ...(await windowLength(probing)),
      ...(await oneEnd(probing)),
      await epoch(probing),
      await expectAnswer(probing, 'window.formats', within(sample, { dateFrom: `${day} T${time}` }), all),
      await readChoice(probing, {
        row: 'window.offsets',
        setting: 'dateOffsets',
        ask: within(sample, { dateFrom: from.replace('Z', '+00:00') }),
        ...refuse,
        answered: [['accept', all]],
      }),
      await readChoice(probing, {
        row: 'window.noSeconds',
        setting: 'datesWithoutSeconds',
        ask: within(sample, { dateFrom: `${from.slice(0, 16)}Z` }),
        ...refuse,
        answered: [['accept', anyAnswer]],
      }),
      await readChoice(probing, {
        row: 'window.impossibleDays',
        setting: 'impossibleDates',
        ask: { body: { dateFrom: '2025-02-30', dateTo: '2025-03-03', limit: 1 } },
        ...refuse,
        answered: [['rollOver', anyAnswer]],
      }),
      await readChoice(probing, {
        row: 'window.reversed',
        setting: 'reversedWindow',
        ask: { body: { dateFrom: to, dateTo: from, limit: 1 } },
        ...refuse,
        answered: [['empty', hasTotal(0)]],
      }),
    ];
  },
};
