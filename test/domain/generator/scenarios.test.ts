import { describe, expect, it } from 'vitest';
import { dayMs } from '../../../functions/domain/dates.ts';
import { generatorSchema } from '../../../functions/domain/generator/arguments.ts';
import { generateSessions } from '../../../functions/domain/generator/generate.ts';
import { deriveBotId } from '../../../functions/domain/generator/identifiers.ts';
import { scenarioNames } from '../../../functions/domain/generator/scenario-names.ts';
import { scenarios } from '../../../functions/domain/generator/scenarios.ts';
import { containmentTypes, type Session, sessionTypes } from '../../../functions/domain/session.ts';

const now = Date.parse('2026-11-22T10:11:12.345Z');
const botIds = [deriveBotId('test', 'one'), deriveBotId('test', 'two')];

describe.each(scenarioNames)('%s', (name) => {
  const args = scenarios[name](now, botIds);

  it('gives arguments that can be kept as JSON', () => {
    expect(generatorSchema.parse(JSON.parse(JSON.stringify(args)))).toEqual(args);
  });

  it('ends with now', () => {
    expect(args.to).toBe(now);
    const { sessions } = generateSessions(args);
    expect(sessions.every((session) => session.startTime <= now)).toBe(true);
  });

  it.each(['2026-11-22T00:00:00.000Z', '2024-02-29T23:59:59.999Z', '2026-11-22T00:00:00.001Z'])(
    'can be had at %s, for one bot as well',
    (at) => {
      const { truth } = generateSessions(scenarios[name](Date.parse(at), ['st-1']));
      expect(truth.perBot['st-1']?.total).toBe(truth.total);
    },
  );
});

describe('demo', () => {
  const { sessions, truth } = generateSessions(scenarios.demo(now, botIds));

  it('is the same at every start but for the dates', () => {
    const shifts = [1, 999, 12_345_678, 3.5 * dayMs, 400 * dayMs];
    for (const shift of shifts) {
      const later = generateSessions(scenarios.demo(now + shift, botIds)).sessions;
      const shifted = later.map((session) => ({
        ...session,
        sessionId: session.sessionId.slice(8),
        startTime: session.startTime - shift,
        endTime: session.endTime - shift,
      }));
      expect(shifted).toEqual(
        sessions.map((session) => ({ ...session, sessionId: session.sessionId.slice(8) })),
      );
    }
  });

  it('has some hundreds of sessions of both bots, more than a default window shows', () => {
    expect(truth.total).toBe(600);
    for (const botId of botIds) {
      expect(truth.perBot[botId]?.total).toBeGreaterThan(150);
      expect(truth.perBot[botId]?.active).toBeGreaterThan(0);
    }
    const inWindow = sessions.filter((session) => session.startTime >= now - 7 * dayMs);
    expect(inWindow.length).toBeGreaterThan(300);
    expect(inWindow.length).toBeLessThan(600);
  });

  it('has something of everything', () => {
    for (const botId of botIds)
      for (const containmentType of containmentTypes)
        for (const sessionType of sessionTypes)
          expect(truth.perBot[botId]?.perCombination[containmentType][sessionType]).toBeGreaterThan(0);
    const distinct = (of: (session: Session) => string) => new Set(sessions.map(of)).size;
    expect(distinct((session) => session.channel)).toBeGreaterThanOrEqual(6);
    expect(distinct((session) => session.sessionLang.join())).toBeGreaterThanOrEqual(6);
    expect(sessions.some((session) => session.isDeveloper)).toBe(true);
    expect(sessions.some((session) => session.callId)).toBe(true);
    expect(sessions.some((session) => session.identities.length > 0)).toBe(true);
    expect(sessions.some((session) => session.tags.userTags.length > 0)).toBe(true);
  });

  it('has sessions of every containment type still running, listed under selfService', () => {
    const running = sessions.filter((session) => session.endTime > now);
    expect(running).toHaveLength(12);
    expect(new Set(running.map((session) => session.containmentType)).size).toBe(3);
    const { perContainmentType: closed, perContainmentTypeAsListed: listed } = truth;
    expect(listed.selfService).toBeGreaterThan(closed.selfService);
  });
});

describe('the other scenarios', () => {
  const made = (name: keyof typeof scenarios) => generateSessions(scenarios[name](now, botIds));

  it('quiet has days without sessions', () => {
    expect(made('quiet').truth.total).toBe(30);
    expect(Object.keys(made('quiet').truth.perDay).length).toBeLessThan(28);
  });

  it('busy-week has more sessions in its seven days than the largest page holds', () => {
    const { truth } = made('busy-week');
    expect(truth.total).toBe(12_000);
    expect(truth.active).toBe(60);
  });

  it('ties has equal starts within each bot and between them', () => {
    const starts = new Map<number, Session[]>();
    for (const session of made('ties').sessions)
      starts.set(session.startTime, [...(starts.get(session.startTime) ?? []), session]);
    const tied = [...starts.values()].filter((group) => group.length > 1);
    expect(tied).toHaveLength(20);
    for (const group of tied)
      for (const botId of botIds) expect(group.filter((session) => session.botId === botId)).toHaveLength(10);
  });

  it('edges has each bot start on and beside both ends of a default window, and at midnight', () => {
    const { sessions } = made('edges');
    for (const edge of [now - 1, now - 7 * dayMs, Date.parse('2026-11-20')])
      for (const at of [edge - 1, edge, edge + 1])
        expect(sessions.filter(({ startTime }) => startTime === at).map(({ botId }) => botId)).toEqual(
          botIds,
        );
  });

  it('empty has none', () => {
    expect(made('empty').truth).toMatchObject({ total: 0, users: 0, perDay: {} });
  });
});
