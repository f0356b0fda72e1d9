import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type GeneratorArguments, generatorSchema } from '../../../functions/domain/generator/arguments.ts';
import { generateSessions } from '../../../functions/domain/generator/generate.ts';
import { toRow } from '../../../functions/domain/row.ts';
import { containmentAt, type Session, statusAt } from '../../../functions/domain/session.ts';
import { sessionSchema } from '../../../functions/domain/session-schema.ts';
import { timesOf } from '../../support/thorough.ts';
import { generatorInputs } from './arbitrary.ts';

/** Checks what the generator makes of arbitrary arguments. */
function holds(check: (sessions: Session[], args: GeneratorArguments) => void): void {
  fc.assert(
    fc.property(generatorInputs, (input) => {
      const args = generatorSchema.parse(input);
      check(generateSessions(args).sessions, args);
    }),
    { numRuns: timesOf(60) },
  );
}

it('makes as many sessions as asked, of the bots given, with starts inside from and to, in order', () => {
  holds((sessions, { count, bots, from, to }) => {
    expect(sessions).toHaveLength(count ?? Number.NaN);
    const botIds = bots.map((bot) => bot.botId);
    expect(sessions.every((session) => botIds.includes(session.botId))).toBe(true);
    let last = from;
    for (const { startTime, endTime } of sessions) {
      expect(startTime).toBeGreaterThanOrEqual(last);
      expect(startTime).toBeLessThanOrEqual(to);
      expect(endTime).toBeGreaterThanOrEqual(startTime);
      last = startTime;
    }
  });
});

it('gives each session an id of its own that begins with its start', () => {
  holds((sessions) => {
    expect(new Set(sessions.map((session) => session.sessionId)).size).toBe(sessions.length);
    for (const { sessionId, startTime } of sessions) {
      expect(sessionId).toMatch(/^[0-9a-f]{24}$/);
      expect(Number.parseInt(sessionId.slice(0, 8), 16)).toBe(Math.floor(startTime / 1000));
    }
  });
});

it('makes sessions that pass the schema of imports as rows, and come back the same', () => {
  holds((sessions) => {
    for (const session of sessions) {
      const { callId, identities } = session;
      const row = JSON.parse(JSON.stringify({ ...toRow(session), callId, identities }));
      expect(sessionSchema.parse(row)).toEqual({ ...session, sessionStatus: 'closed' });
    }
  });
});

it('has exactly the active sessions asked for', () => {
  holds((sessions, { active, to }) => {
    expect(sessions.filter((session) => statusAt(session, to) === 'active')).toHaveLength(active);
  });
});

it('tells the truth about what it made', () => {
  fc.assert(
    fc.property(generatorInputs, (input) => {
      const args = generatorSchema.parse(input);
      const { sessions, truth } = generateSessions(args);
      expect(truth.at).toBe(new Date(args.to).toISOString());
      expect(truth.users).toBe(new Set(sessions.map((session) => session.userId)).size);
      expect(Object.keys(truth.perBot).sort()).toEqual(args.bots.map((bot) => bot.botId).sort());
      const scopes: [typeof truth | (typeof truth.perBot)[string], Session[]][] = [
        [truth, sessions],
        ...Object.entries(truth.perBot).map(([botId, counts]): [typeof counts, Session[]] => [
          counts,
          sessions.filter((session) => session.botId === botId),
        ]),
      ];
      for (const [counts, of] of scopes) {
        const count = (holds: (session: Session) => boolean) => of.filter(holds).length;
        expect(counts.total).toBe(of.length);
        expect(counts.active).toBe(count((session) => statusAt(session, args.to) === 'active'));
        for (const type of ['dropOff', 'selfService', 'agent'] as const) {
          expect(counts.perContainmentType[type]).toBe(count((one) => one.containmentType === type));
          expect(counts.perContainmentTypeAsListed[type]).toBe(
            count((one) => containmentAt(one, args.to) === type),
          );
          for (const kind of ['interactive', 'non-interactive'] as const)
            expect(counts.perCombination[type][kind]).toBe(
              count((one) => one.containmentType === type && one.sessionType === kind),
            );
        }
        for (const kind of ['interactive', 'non-interactive'] as const)
          expect(counts.perSessionType[kind]).toBe(count((one) => one.sessionType === kind));
        const days = of.map((session) => new Date(session.startTime).toISOString().slice(0, 10));
        expect(Object.keys(counts.perDay)).toEqual([...new Set(days)]);
        for (const [day, number] of Object.entries(counts.perDay))
          expect(number).toBe(days.filter((other) => other === day).length);
      }
    }),
    { numRuns: timesOf(60) },
  );
});
