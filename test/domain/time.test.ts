import { describe, expect, test } from 'vitest';
import { accountNow, realClock } from '../../functions/domain/clock.ts';
import { parseDuration } from '../../functions/domain/dates.ts';
import { containmentAt, statusAt } from '../../functions/domain/session.ts';

describe('parseDuration', () => {
  test.each([
    ['PT15M', 900_000],
    ['PT1S', 1000],
    ['PT0S', 0],
    ['PT1.5S', 1500],
    ['PT0.001S', 1],
    ['PT1.05S', 1050],
    ['PT90M', 5_400_000],
    ['PT2H', 7_200_000],
    ['P1D', 86_400_000],
    ['P7D', 604_800_000],
    ['P10D', 864_000_000],
    ['PT12H', 43_200_000],
    ['PT59.999S', 59_999],
    ['P1DT2H3M4.5S', 93_784_500],
    ['-PT15M', -900_000],
    ['-P1DT2H', -93_600_000],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each([
    '',
    'P',
    'PT',
    '-P',
    '-PT',
    'P1DT',
    '15M',
    'T15M',
    'P15M',
    'PT15',
    'pt15m',
    '+PT15M',
    '--PT15M',
    'P1W',
    'P1M',
    'P1Y',
    'PT1.5H',
    'PT.5S',
    'PT1.S',
    'PT1.0005S',
    'PT1,5S',
    'PT-15M',
    'PT1M1H',
    ' PT15M',
    'PT15M ',
    '900000',
  ])('refuses %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('accountNow', () => {
  test.each([
    ['the real clock', realClock, 1000],
    ['an offset', { mode: 'offset', by: -250 } as const, 750],
    ['a frozen clock', { mode: 'frozen', now: 5 } as const, 5],
  ])('%s', (_what, clock, expected) => {
    expect(accountNow(clock, 1000)).toBe(expected);
  });
});

describe('status and containment at an instant', () => {
  const byTime = { endTime: 1000, containmentType: 'agent' } as const;

  test.each([
    ['before the end', byTime, 999, 'active', 'selfService'],
    ['at the end', byTime, 1000, 'closed', 'agent'],
    ['after the end', byTime, 1001, 'closed', 'agent'],
    ['fixed closed, before the end', { ...byTime, sessionStatus: 'closed' }, 0, 'closed', 'agent'],
    ['fixed active, after the end', { ...byTime, sessionStatus: 'active' }, 5000, 'active', 'agent'],
    ['fixed as neither, before the end', { ...byTime, sessionStatus: null }, 0, null, 'agent'],
  ] as const)('%s', (_what, session, now, status, containment) => {
    expect(statusAt(session, now)).toBe(status);
    expect(containmentAt(session, now)).toBe(containment);
  });
});
