import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { dayMs } from '../../../functions/domain/dates.ts';
import { type GeneratorInput, generatorSchema } from '../../../functions/domain/generator/arguments.ts';
import { generate, generateSessions } from '../../../functions/domain/generator/generate.ts';
import { type Session, statusAt } from '../../../functions/domain/session.ts';

const from = Date.parse('2026-11-16T00:00:00.000Z');
const week: GeneratorInput = { bots: ['st-1', 'st-2'], count: 20_000, from: '2026-11-16', to: '2026-11-22' };

function sessionsOf(change: Partial<GeneratorInput> = {}): Session[] {
  return generateSessions(generatorSchema.parse({ ...week, ...change })).sessions;
}

function shareOf(sessions: readonly Session[], holds: (session: Session) => boolean): number {
  return sessions.filter(holds).length / sessions.length;
}

const large = sessionsOf();

describe('same arguments, same sessions', () => {
  it('on every machine and in every version: a change here changes the data of every user', () => {
    const sessions = sessionsOf({
      count: 500,
      ties: { instants: 5 },
      edges: ['2026-11-18'],
      active: 5,
    });
    expect(createHash('sha256').update(JSON.stringify(sessions)).digest('hex')).toBe(
      'b9f13facf65811e983968bec780df004f41ee4ae8b8657d5ece1f7dcccad30f6',
    );
  });

  it('whatever the order of members, and whether the seed is a number or its text', () => {
    const one = sessionsOf({ count: 200, seed: 7, mix: { channel: { rtm: 1, sms: 2, api: 3 } } });
    const other = sessionsOf({ count: 200, seed: '7', mix: { channel: { api: 3, sms: 2, rtm: 1 } } });
    expect(other).toEqual(one);
  });

  it('one by one as all at once', () => {
    // For so many it is quicker than toEqual, and stricter.
    expect(isDeepStrictEqual([...generate(generatorSchema.parse(week))], large)).toBe(true);
  });

  it('and other sessions for another seed', () => {
    const ids = new Set(sessionsOf({ count: 200 }).map((session) => session.sessionId));
    expect(sessionsOf({ count: 200, seed: 'other' }).some((session) => ids.has(session.sessionId))).toBe(
      false,
    );
  });

  it('with other ids for another bot, so that both fit in one account', () => {
    const one = sessionsOf({ count: 200, bots: ['st-1'] });
    const other = sessionsOf({ count: 200, bots: ['st-2'] });
    expect(other.map((session) => session.startTime)).toEqual(one.map((session) => session.startTime));
    const ids = new Set(one.map((session) => session.sessionId));
    expect(other.some((session) => ids.has(session.sessionId))).toBe(false);
  });

  it('changes nothing else when one part of the mix changes', () => {
    const without = ({ containmentType, noOfMessagesExchanged, noOfTasksExecuted, ...rest }: Session) => rest;
    const agents = sessionsOf({ count: 200, mix: { containmentType: { agent: 1 } } });
    expect(agents.every((session) => session.containmentType === 'agent')).toBe(true);
    expect(agents.map(without)).toEqual(sessionsOf({ count: 200 }).map(without));
  });
});

describe('the mix', () => {
  it('is like that of an observed hour, with some agents', () => {
    expect(shareOf(large, (session) => session.containmentType === 'selfService')).toBeCloseTo(96 / 116, 1.7);
    expect(shareOf(large, (session) => session.containmentType === 'dropOff')).toBeCloseTo(14 / 116, 1.7);
    expect(shareOf(large, (session) => session.containmentType === 'agent')).toBeCloseTo(6 / 116, 1.7);
    expect(shareOf(large, (session) => session.sessionType === 'non-interactive')).toBeCloseTo(0.12, 1.7);
  });

  it('is what was asked for', () => {
    const sessions = sessionsOf({
      bots: [{ botId: 'st-1', weight: 3 }, 'st-2'],
      mix: {
        containmentType: { dropOff: 1, agent: 1 },
        sessionType: { interactive: 1, 'non-interactive': 1 },
        channel: { sms: 1, 'a new channel': 4 },
        language: { pt: 1, it: 1 },
        secondLanguage: 0.5,
        developer: 0.2,
      },
    });
    expect(shareOf(sessions, (session) => session.botId === 'st-1')).toBeCloseTo(0.75, 1.7);
    expect(shareOf(sessions, (session) => session.containmentType === 'dropOff')).toBeCloseTo(0.5, 1.7);
    expect(shareOf(sessions, (session) => session.containmentType === 'selfService')).toBe(0);
    expect(shareOf(sessions, (session) => session.sessionType === 'interactive')).toBeCloseTo(0.5, 1.7);
    expect(shareOf(sessions, (session) => session.channel === 'sms')).toBeCloseTo(0.2, 1.7);
    expect(shareOf(sessions, (session) => session.sessionLang[0] === 'pt')).toBeCloseTo(0.5, 1.7);
    expect(shareOf(sessions, (session) => session.sessionLang.length === 2)).toBeCloseTo(0.5, 1.7);
    expect(shareOf(sessions, (session) => session.isDeveloper)).toBeCloseTo(0.2, 1.7);
  });

  it('has one language where only one is spoken', () => {
    const sessions = sessionsOf({ count: 50, mix: { language: { en: 1 }, secondLanguage: 1 } });
    expect(sessions.every((session) => session.sessionLang.join() === 'en')).toBe(true);
  });
});

describe('time', () => {
  it('has sessions on both days of a date-only range, oldest start first', () => {
    const starts = large.map((session) => session.startTime);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(new Set(starts.map((start) => Math.floor((start - from) / dayMs)))).toEqual(
      new Set([0, 1, 2, 3, 4, 5, 6]),
    );
  });

  it('is busy by day and on weekdays in a business week, and even in a flat one', () => {
    const onWeekend = (session: Session) => session.startTime >= from + 5 * dayMs;
    const byDay = (session: Session) => (session.startTime % dayMs) / 3_600_000 >= 8;
    expect(shareOf(large, onWeekend)).toBeLessThan(0.12);
    expect(shareOf(large, byDay)).toBeGreaterThan(0.9);
    const even = sessionsOf({ shape: 'flat' });
    expect(shareOf(even, onWeekend)).toBeCloseTo(2 / 7, 1.7);
    expect(shareOf(even, byDay)).toBeCloseTo(2 / 3, 1.7);
  });

  it('has a median of ten minutes and a long tail', () => {
    const minutes = large.map((session) => (session.endTime - session.startTime) / 60_000);
    minutes.sort((a, b) => a - b);
    const quantile = (share: number) => minutes[Math.floor(share * minutes.length)];
    expect(quantile(0.5)).toBeCloseTo(10, 0);
    expect(quantile(0.05)).toBeLessThan(0.2);
    expect(quantile(0.99)).toBeGreaterThan(60);
  });

  it('has every session closed at the end, save the number asked for', () => {
    const at = from + 7 * dayMs - 1;
    const isActive = (session: Session) => statusAt(session, at) === 'active';
    expect(large.filter(isActive)).toHaveLength(0);
    const running = sessionsOf({ count: 100, active: 30, activeForMs: 60_000 }).filter(isActive);
    expect(running).toHaveLength(30);
    expect(running.every((session) => session.endTime <= at + 60_000)).toBe(true);
    expect(running.every((session) => session.sessionStatus === undefined)).toBe(true);
  });
});

describe('equal starts and edges', () => {
  it('gives every bot its sessions at each tied instant', () => {
    const starts = new Map<number, string[]>();
    for (const { startTime, botId } of sessionsOf({ count: 12, ties: { instants: 2, perBot: 3 } }))
      starts.set(startTime, [...(starts.get(startTime) ?? []), botId]);
    expect([...starts.values()].map((bots) => bots.sort())).toEqual([
      ['st-1', 'st-1', 'st-1', 'st-2', 'st-2', 'st-2'],
      ['st-1', 'st-1', 'st-1', 'st-2', 'st-2', 'st-2'],
    ]);
  });

  it('gives every bot a session on an edge, 1 ms before and 1 ms after', () => {
    const edge = Date.parse('2026-11-18T00:00:00.000Z');
    const near = sessionsOf({ count: 8, edges: ['2026-11-18'] })
      .filter(({ startTime }) => Math.abs(startTime - edge) <= 1)
      .map(({ startTime, botId }) => [startTime - edge, botId]);
    expect(near).toEqual([
      [-1, 'st-1'],
      [-1, 'st-2'],
      [0, 'st-1'],
      [0, 'st-2'],
      [1, 'st-1'],
      [1, 'st-2'],
    ]);
  });
});

describe('people', () => {
  it('return, and stay who they are', () => {
    const seen = new Map<string, Session[]>();
    for (const session of sessionsOf({ count: 2000, users: { count: 300, identified: 0.5 } }))
      seen.set(session.userId, [...(seen.get(session.userId) ?? []), session]);
    expect(seen.size).toBeGreaterThan(250);
    expect(seen.size).toBeLessThanOrEqual(300);
    expect(Math.max(...[...seen.values()].map((sessions) => sessions.length))).toBeGreaterThan(20);
    for (const sessions of seen.values()) {
      const traits = sessions.map(({ identities, sessionLang, tags }) =>
        JSON.stringify([identities, sessionLang[0], tags.userTags]),
      );
      expect(new Set(traits).size).toBe(1);
    }
    const emails = new Set([...seen.values()].flatMap((sessions) => sessions[0]?.identities ?? []));
    expect(emails.size / seen.size).toBeCloseTo(0.5, 1);
  });
});

describe('contents', () => {
  it('gives voice sessions, and only those, a call id of their own', () => {
    const voice = large.filter((session) => session.channel === 'korevg');
    expect(voice.length).toBeGreaterThan(0);
    expect(new Set(voice.map((session) => session.callId)).size).toBe(voice.length);
    expect(large.every((session) => (session.channel === 'korevg') === (session.callId !== undefined))).toBe(
      true,
    );
  });

  it('has session tags on some sessions, a name twice in a few, user tags on hardly any', () => {
    expect(shareOf(large, ({ tags }) => tags.sessionTags.length > 0)).toBeCloseTo(0.35, 1.7);
    expect(
      large.some(({ tags }) => {
        const names = tags.sessionTags.map((tag) => tag.name);
        return new Set(names).size < names.length;
      }),
    ).toBe(true);
    expect(shareOf(large, ({ tags }) => tags.userTags.length > 0)).toBeLessThan(0.1);
    expect(shareOf(large, ({ tags }) => tags.userTags.length > 0)).toBeGreaterThan(0.02);
  });

  it('takes tags from those given, or leaves them out', () => {
    const given = sessionsOf({ count: 50, tags: { sessionShare: 1, session: { only: ['this'] }, user: {} } });
    expect(given.every(({ tags }) => tags.sessionTags.length > 0)).toBe(true);
    const values = given.flatMap(({ tags }) => [...tags.sessionTags, ...tags.userTags]);
    expect(new Set(values.map((tag) => `${tag.name}=${tag.value}`))).toEqual(new Set(['only=this']));
  });

  it('has few messages in non-interactive sessions, and never more tasks than messages', () => {
    const isAsItShould = ({
      noOfMessagesExchanged: messages,
      noOfTasksExecuted: tasks,
      sessionType,
    }: Session) => messages > 0 && tasks <= messages && (sessionType !== 'non-interactive' || messages <= 4);
    // One look at many is quicker than an expectation of each.
    expect(large.filter((session) => !isAsItShould(session))).toEqual([]);
  });
});
