import { generatorSchema } from '../../../functions/domain/generator/arguments.ts';
import { generate } from '../../../functions/domain/generator/generate.ts';
import type { Session } from '../../../functions/domain/session.ts';

/** The seven days that every figure is about. */
export const week = { dateFrom: '2026-03-01T00:00:00.000Z', dateTo: '2026-03-08T00:00:00.000Z' };

/** When the emulators under measurement take it to be: all sessions have ended. */
export const afterWeek = '2026-03-09T00:00:00.000Z';

/** A user with few sessions among many others. */
export const rareUser = { userId: 'u-rare', sessions: 5 };

/** A tag that one session in twenty or so has. */
export const someTag = { name: 'campaign', values: ['winback'] };

/** Generator arguments for so many sessions in the week. */
export const weekArguments = (botIds: readonly string[], count: number, seed = 'bench') => ({
  seed,
  bots: [...botIds],
  count,
  from: week.dateFrom,
  to: week.dateTo,
});

/** So many sessions of the week, shared between the bots, oldest first and some thousands at a time. */
export function* weekOfSessions(
  botIds: readonly string[],
  count: number,
  chunk = 5_000,
): Generator<Session[]> {
  const apart = Math.floor(count / rareUser.sessions);
  let sessions: Session[] = [];
  let made = 0;
  for (const session of generate(generatorSchema.parse(weekArguments(botIds, count)))) {
    const rare = apart > 0 && made % apart === Math.floor(apart / 2) && made < apart * rareUser.sessions;
    sessions.push(rare ? { ...session, userId: rareUser.userId } : session);
    made += 1;
    if (sessions.length < chunk) continue;
    yield sessions;
    sessions = [];
  }
  if (sessions.length > 0) yield sessions;
}
