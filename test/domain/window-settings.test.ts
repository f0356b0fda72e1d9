import { expect, test } from 'vitest';
import { defaultSettings, withSettings } from '../../functions/domain/default-settings.ts';
import { Refusal } from '../../functions/domain/refusal.ts';
import type { SettingsInput } from '../../functions/domain/settings.ts';
import { resolveWindow, type WindowRequest } from '../../functions/domain/window.ts';

const now = Date.parse('2026-03-10T12:00:00.000Z');

function resolve(request: WindowRequest, settings: SettingsInput): string | string[] {
  try {
    const { from, to } = resolveWindow(request, now, withSettings(defaultSettings, settings));
    return [new Date(from).toISOString(), new Date(to).toISOString()];
  } catch (error) {
    if (error instanceof Refusal) return error.reason.text;
    throw error;
  }
}

const unreadable = 'dateFrom is not a date: use yyyy-mm-dd or yyyy-mm-ddThh:mm:ss.msZ (GMT).';
const apart = (from: string, to: string, howFar: string): string =>
  `dateFrom ${from} and dateTo ${to} are ${howFar} apart; ask for one window after the other.`;

// Wherever a setting is tried alone, the others that read dates do not help out.
test.each<[string, SettingsInput, WindowRequest, string | string[]]>([
  [
    'exactlySevenDays: refuse',
    { exactlySevenDays: 'refuse' },
    { dateFrom: '2026-02-10T01:00:00.000Z', dateTo: '2026-02-17T01:00:00.000Z' },
    apart('2026-02-10T01:00:00.000Z', '2026-02-17T01:00:00.000Z', '7 days or more'),
  ],
  [
    'exactlySevenDays: refuse, a millisecond less',
    { exactlySevenDays: 'refuse' },
    { dateFrom: '2026-02-10T01:00:00.001Z', dateTo: '2026-02-17T01:00:00.000Z' },
    ['2026-02-10T01:00:00.001Z', '2026-02-17T01:00:00.000Z'],
  ],
  [
    'exactlySevenDays: refuse leaves the default window alone',
    { exactlySevenDays: 'refuse' },
    {},
    ['2026-03-03T12:00:00.000Z', '2026-03-10T12:00:00.000Z'],
  ],
  [
    'exactlySevenDays: refuse leaves a window of one given end alone',
    { exactlySevenDays: 'refuse' },
    { dateTo: '2026-02-10T01:00:00.000Z' },
    ['2026-02-03T01:00:00.000Z', '2026-02-10T01:00:00.000Z'],
  ],
  [
    'dateOnlyDateTo: startOfDay',
    { dateOnlyDateTo: 'startOfDay' },
    { dateFrom: '2026-02-10', dateTo: '2026-02-11' },
    ['2026-02-10T00:00:00.000Z', '2026-02-11T00:00:00.000Z'],
  ],
  [
    'dateOnlyDateTo: startOfDay, a time later that day',
    { dateOnlyDateTo: 'startOfDay' },
    { dateFrom: '2026-02-10T00:00:00.001Z', dateTo: '2026-02-10' },
    'dateFrom 2026-02-10T00:00:00.001Z is after dateTo 2026-02-10T00:00:00.000Z.',
  ],
  [
    'openDateTo: endOfDay',
    { openDateTo: 'endOfDay' },
    { dateFrom: '2026-02-10' },
    ['2026-02-10T00:00:00.000Z', '2026-02-17T23:59:59.999Z'],
  ],
  [
    'openDateTo: endOfDay, dateFrom with a time',
    { openDateTo: 'endOfDay' },
    { dateFrom: '2026-02-10T00:00:00.000Z' },
    ['2026-02-10T00:00:00.000Z', '2026-02-17T00:00:00.000Z'],
  ],
  [
    'openDateTo: endOfDay leaves the default window alone',
    { openDateTo: 'endOfDay' },
    {},
    ['2026-03-03T12:00:00.000Z', '2026-03-10T12:00:00.000Z'],
  ],
  [
    'reversedWindow: empty',
    { reversedWindow: 'empty' },
    { dateFrom: '2026-02-12', dateTo: '2026-02-10' },
    ['2026-02-12T00:00:00.000Z', '2026-02-10T23:59:59.999Z'],
  ],
  [
    'lastDayCounts',
    { lastDayCounts: true },
    { dateFrom: '2026-02-10', dateTo: '2026-02-17' },
    apart('2026-02-10T00:00:00.000Z', '2026-02-17T00:00:00.000Z', 'more than 7 days'),
  ],
  [
    'lastDayCounts, six days apart',
    { lastDayCounts: true },
    { dateFrom: '2026-02-10', dateTo: '2026-02-16' },
    ['2026-02-10T00:00:00.000Z', '2026-02-16T23:59:59.999Z'],
  ],
  [
    'lastDayCounts never refuses a default: dateFrom alone',
    { lastDayCounts: true, openDateTo: 'endOfDay' },
    { dateFrom: '2026-02-10' },
    ['2026-02-10T00:00:00.000Z', '2026-02-17T23:59:59.999Z'],
  ],
  [
    'lastDayCounts never refuses a default: dateTo alone',
    { lastDayCounts: true },
    { dateTo: '2026-02-17' },
    ['2026-02-10T00:00:00.000Z', '2026-02-17T23:59:59.999Z'],
  ],
  [
    'maxWindowDays: 30',
    { maxWindowDays: 30 },
    { dateFrom: '2026-01-01', dateTo: '2026-02-01' },
    apart('2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', 'more than 30 days'),
  ],
  [
    'maxWindowDays: null',
    { maxWindowDays: null },
    { dateFrom: '2016-01-01', dateTo: '2026-02-01' },
    ['2016-01-01T00:00:00.000Z', '2026-02-01T23:59:59.999Z'],
  ],
  [
    'dateOffsets: accept',
    { dateOffsets: 'accept' },
    { dateFrom: '2026-03-10T05:30:00.000+05:30' },
    ['2026-03-10T00:00:00.000Z', '2026-03-17T00:00:00.000Z'],
  ],
  [
    'dateOffsets: accept, no seconds',
    { dateOffsets: 'accept' },
    { dateFrom: '2026-03-10T05:30Z' },
    unreadable,
  ],
  ['dateOffsets: refuse', { dateOffsets: 'refuse' }, { dateFrom: '2026-03-10T05:30:00+05:30' }, unreadable],
  [
    'datesWithoutSeconds: accept',
    { datesWithoutSeconds: 'accept' },
    { dateFrom: '2026-03-10T05:30Z' },
    ['2026-03-10T05:30:00.000Z', '2026-03-17T05:30:00.000Z'],
  ],
  ['datesWithoutSeconds: refuse', {}, { dateFrom: '2026-03-10T05:30Z' }, unreadable],
  [
    'impossibleDates: rollOver',
    { impossibleDates: 'rollOver' },
    { dateFrom: '2026-02-30' },
    ['2026-03-02T00:00:00.000Z', '2026-03-09T00:00:00.000Z'],
  ],
  ['impossibleDates: refuse', {}, { dateFrom: '2026-02-30' }, unreadable],
])('%s', (_what, settings, request, expected) => {
  expect(resolve(request, settings)).toEqual(expected);
});
