import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../functions/domain/default-settings.ts';
import { Refusal } from '../../functions/domain/refusal.ts';
import { resolveWindow, type WindowRequest } from '../../functions/domain/window.ts';

const now = Date.parse('2026-03-10T12:00:00.000Z');

function resolve(request: WindowRequest): string | string[] {
  try {
    const { from, to } = resolveWindow(request, now, defaultSettings);
    return [new Date(from).toISOString(), new Date(to).toISOString()];
  } catch (error) {
    if (error instanceof Refusal) return `${error.error}/${error.reason.code}`;
    throw error;
  }
}

describe('the window of a request', () => {
  test.each<[string, WindowRequest, string | string[]]>([
    ['neither end', {}, ['2026-03-03T12:00:00.000Z', '2026-03-10T12:00:00.000Z']],
    [
      'only dateTo',
      { dateTo: '2026-02-10T08:30:00.250Z' },
      ['2026-02-03T08:30:00.250Z', '2026-02-10T08:30:00.250Z'],
    ],
    [
      'only dateTo, date-only: that whole day and the seven before',
      { dateTo: '2026-02-10' },
      ['2026-02-03T00:00:00.000Z', '2026-02-10T23:59:59.999Z'],
    ],
    [
      'only dateFrom',
      { dateFrom: '2026-02-10T08:30:00.250Z' },
      ['2026-02-10T08:30:00.250Z', '2026-02-17T08:30:00.250Z'],
    ],
    [
      'only dateFrom, date-only: seven days on as an instant',
      { dateFrom: '2026-02-10' },
      ['2026-02-10T00:00:00.000Z', '2026-02-17T00:00:00.000Z'],
    ],
    [
      'one day, date-only',
      { dateFrom: '2026-02-10', dateTo: '2026-02-10' },
      ['2026-02-10T00:00:00.000Z', '2026-02-10T23:59:59.999Z'],
    ],
    [
      'one instant',
      { dateFrom: '2026-02-10T01:02:03.004Z', dateTo: '2026-02-10T01:02:03.004Z' },
      ['2026-02-10T01:02:03.004Z', '2026-02-10T01:02:03.004Z'],
    ],
    [
      'exactly seven days',
      { dateFrom: '2026-02-10T01:00:00.000Z', dateTo: '2026-02-17T01:00:00.000Z' },
      ['2026-02-10T01:00:00.000Z', '2026-02-17T01:00:00.000Z'],
    ],
    [
      'a millisecond more',
      { dateFrom: '2026-02-10T01:00:00.000Z', dateTo: '2026-02-17T01:00:00.001Z' },
      'windowTooLong/window_too_long',
    ],
    [
      'date-only ends seven days apart: the last day does not count',
      { dateFrom: '2026-02-10', dateTo: '2026-02-17' },
      ['2026-02-10T00:00:00.000Z', '2026-02-17T23:59:59.999Z'],
    ],
    [
      'date-only ends eight days apart',
      { dateFrom: '2026-02-10', dateTo: '2026-02-18' },
      'windowTooLong/window_too_long',
    ],
    [
      'a time in front, date-only behind',
      { dateFrom: '2026-02-10T18:00:00.000Z', dateTo: '2026-02-17' },
      ['2026-02-10T18:00:00.000Z', '2026-02-17T23:59:59.999Z'],
    ],
    [
      'date-only in front, a time behind',
      { dateFrom: '2026-02-10', dateTo: '2026-02-17T00:00:00.001Z' },
      'windowTooLong/window_too_long',
    ],
    [
      'a time on the day that ends the window',
      { dateFrom: '2026-02-10T18:00:00.000Z', dateTo: '2026-02-10' },
      ['2026-02-10T18:00:00.000Z', '2026-02-10T23:59:59.999Z'],
    ],
    [
      'dateFrom a millisecond after dateTo',
      { dateFrom: '2026-02-10T01:00:00.001Z', dateTo: '2026-02-10T01:00:00.000Z' },
      'validation/window_reversed',
    ],
    [
      'dateFrom a day after a date-only dateTo',
      { dateFrom: '2026-02-11', dateTo: '2026-02-10' },
      'validation/window_reversed',
    ],
    ['dateFrom unreadable', { dateFrom: 'soon', dateTo: '2026-02-10' }, 'validation/date_invalid'],
    ['dateTo unreadable', { dateTo: '2026-02-30' }, 'validation/date_invalid'],
    ['dateTo empty', { dateTo: '' }, 'validation/date_invalid'],
  ])('%s', (_what, request, expected) => {
    expect(resolve(request)).toEqual(expected);
  });

  test.each<[WindowRequest, string]>([
    [{ dateFrom: 'x' }, 'dateFrom is not a date: use yyyy-mm-dd or yyyy-mm-ddThh:mm:ss.msZ (GMT).'],
    [{ dateTo: 'x' }, 'dateTo is not a date: use yyyy-mm-dd or yyyy-mm-ddThh:mm:ss.msZ (GMT).'],
    [
      { dateFrom: '2026-02-12', dateTo: '2026-02-10' },
      'dateFrom 2026-02-12T00:00:00.000Z is after dateTo 2026-02-10T23:59:59.999Z.',
    ],
    [
      { dateFrom: '2026-02-10', dateTo: '2026-02-18' },
      'dateFrom 2026-02-10T00:00:00.000Z and dateTo 2026-02-18T00:00:00.000Z are more than 7 days apart; ask for one window after the other.',
    ],
  ])('says what is wrong with %j', (request, text) => {
    expect(() => resolveWindow(request, now, defaultSettings)).toThrow(
      expect.objectContaining({ reason: expect.objectContaining({ text }) }),
    );
  });
});
