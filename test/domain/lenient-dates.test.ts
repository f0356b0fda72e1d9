import { describe, expect, test } from 'vitest';
import { type DateLeniency, parseLenientDate } from '../../functions/domain/dates.ts';

const none: DateLeniency = { offsets: false, noSeconds: false, impossibleDays: false };
const offsets = { ...none, offsets: true };
const noSeconds = { ...none, noSeconds: true };
const impossibleDays = { ...none, impossibleDays: true };
const all: DateLeniency = { offsets: true, noSeconds: true, impossibleDays: true };

describe('a form of dates that is accepted besides', () => {
  test.each<[string, DateLeniency, string, boolean]>([
    ['2026-03-10', none, '2026-03-10T00:00:00.000Z', true],
    ['2026-03-10T08:09:10.123Z', none, '2026-03-10T08:09:10.123Z', false],
    ['2026-03-10T08:09:10+00:00', offsets, '2026-03-10T08:09:10.000Z', false],
    ['2026-03-10T08:09:10.5+05:30', offsets, '2026-03-10T02:39:10.500Z', false],
    ['2026-03-10 T08:09:10+0530', offsets, '2026-03-10T02:39:10.000Z', false],
    ['2026-03-10T08:09:10-03:15', offsets, '2026-03-10T11:24:10.000Z', false],
    ['2026-03-10T00:00:00+14:00', offsets, '2026-03-09T10:00:00.000Z', false],
    ['2026-03-31T23:00:00-01:00', offsets, '2026-04-01T00:00:00.000Z', false],
    ['2026-03-10T08:09Z', noSeconds, '2026-03-10T08:09:00.000Z', false],
    ['2026-03-10 T08:09Z', noSeconds, '2026-03-10T08:09:00.000Z', false],
    ['2026-02-29', impossibleDays, '2026-03-01T00:00:00.000Z', true],
    ['2026-02-30', impossibleDays, '2026-03-02T00:00:00.000Z', true],
    ['2024-02-30', impossibleDays, '2024-03-01T00:00:00.000Z', true],
    ['2026-04-31', impossibleDays, '2026-05-01T00:00:00.000Z', true],
    ['2026-01-31', impossibleDays, '2026-01-31T00:00:00.000Z', true],
    ['2026-01-01', impossibleDays, '2026-01-01T00:00:00.000Z', true],
    ['2026-02-31T08:09:10Z', impossibleDays, '2026-03-03T08:09:10.000Z', false],
    ['2026-02-30T08:09-08:00', all, '2026-03-02T16:09:00.000Z', false],
  ])('reads %s', (text, leniency, iso, dateOnly) => {
    expect(parseLenientDate(text, leniency)).toEqual({ ms: Date.parse(iso), dateOnly });
  });

  test.each<[string, DateLeniency]>([
    ['2026-03-10T08:09:10+05:30', { ...all, offsets: false }],
    ['2026-03-10T08:09:10+00:00', { ...all, offsets: false }],
    ['2026-03-10T08:09Z', { ...all, noSeconds: false }],
    ['2026-03-10T08:09+05:30', { ...all, noSeconds: false }],
    ['2026-02-30', { ...all, impossibleDays: false }],
    ['2026-02-30T08:09:10Z', { ...all, impossibleDays: false }],
  ])('is refused where it alone is not: %s', (text, leniency) => {
    expect(parseLenientDate(text, leniency)).toBeUndefined();
  });

  test.each([
    '',
    'soon',
    '2026-03-00',
    '2026-03-32',
    '2026-03-99',
    '2026-00-10',
    '2026-13-10',
    '2026-03-10T24:00Z',
    '2026-03-10T08:60Z',
    '2026-03-10T08:09:60Z',
    '2026-03-10T08:09',
    '2026-03-10T08Z',
    '2026-03-10Z',
    '2026-03-10+05:30',
    '2026-03-10T08:09:10+5:30',
    '2026-03-10T08:09:10+05',
    '2026-03-10T08:09:10 +05:30',
    'x2026-03-10',
    '2026-03-10x',
  ])('is none of these, whatever is accepted: %j', (text) => {
    expect(parseLenientDate(text, all)).toBeUndefined();
  });
});
