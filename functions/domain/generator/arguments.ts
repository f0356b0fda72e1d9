import type * as z from 'zod';
import { dayMs } from '../dates.ts';
import { generatorFields, mostSessions, needsWeight } from './fields.ts';
import { Timeline } from './timeline.ts';

/** The longest time that one generation spans. */
const longestDays = 3660;

type Fields = z.output<typeof generatorFields>;

/** How many sessions the arguments ask for. */
export function totalOf(args: Pick<Fields, 'count' | 'perDay' | 'from' | 'to'>): number {
  return args.count ?? Math.round(((args.perDay ?? 0) * (args.to - args.from + 1)) / dayMs);
}

/** How many of them have their start fixed by ties, edges or being active. */
export function placedOf(args: Pick<Fields, 'bots' | 'ties' | 'edges' | 'active'>): number {
  return args.bots.length * (args.ties.instants * args.ties.perBot + args.edges.length * 3) + args.active;
}

function* misfits(args: Fields): Generator<[path: (string | number)[], message: string]> {
  if (args.bots.every((bot) => bot.weight === 0)) yield [['bots'], needsWeight];
  if (new Set(args.bots.map((bot) => bot.botId)).size < args.bots.length)
    yield [['bots'], 'must not name a bot twice'];
  if (args.from > args.to) return yield [['to'], 'must not be before from'];
  if (args.to - args.from > longestDays * dayMs)
    return yield [['to'], `must be within ${longestDays} days of from`];
  for (const [index, at] of args.edges.entries())
    if (at <= args.from || at >= args.to)
      yield [['edges', index], 'must lie at least 1 ms inside from and to'];

  if ((args.count === undefined) === (args.perDay === undefined))
    return yield [['count'], 'give either count or perDay'];
  const field = args.count === undefined ? 'perDay' : 'count';
  const total = totalOf(args);
  const placed = placedOf(args);
  if (total > mostSessions) yield [[field], `makes more than ${mostSessions} sessions`];
  if (placed > total)
    yield [[field], `makes ${total} sessions, and ties, edges and active ones alone are ${placed}`];
  if (total > 0 && new Timeline(args.from, args.to, args.shape).mass === 0)
    yield [['shape'], 'leaves no time between from and to'];
}

/**
 * Arguments as JSON gives them, to arguments with every default filled in. What it returns it also takes:
 * arguments that were checked once can be kept as JSON and given again.
 */
export const generatorSchema = generatorFields.superRefine((args, context) => {
  if (context.issues.length > 0) return;
  for (const [path, message] of misfits(args)) context.addIssue({ code: 'custom', path, message });
});

export type GeneratorInput = z.input<typeof generatorSchema>;
export type GeneratorArguments = z.output<typeof generatorSchema>;
