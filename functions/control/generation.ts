import * as z from 'zod';
import { dayMs } from '../domain/dates.ts';
import { type GeneratorArguments, generatorSchema, totalOf } from '../domain/generator/arguments.ts';
import { generatorFields } from '../domain/generator/fields.ts';
import { scenarioNames } from '../domain/generator/scenario-names.ts';
import { scenarios } from '../domain/generator/scenarios.ts';
import { checked } from './fields.ts';
import { invalidField, Problem } from './problem.ts';

/**
 * The most sessions that one call makes. A bot's part of the index takes about 1,000 writes a second from
 * DynamoDB, and a call has 20 s: what is more comes in several calls.
 */
export const mostPerCall = 15_000;

/** The most sessions of a generation, because its fixed starts are held in memory. */
export const mostInAll = 1_000_000;

const { bots, from, to } = generatorFields.shape;

/** Left out: as the account's settings have it. */
const altText = z.boolean().optional();

const part = {
  /** How many sessions of the generation earlier calls have written. */
  offset: z.int().min(0).optional(),
  /** How many to write now. */
  limit: z.int().min(1).max(mostPerCall).optional(),
};

/** Arguments as the control API takes them: bots and time have defaults. */
export const generationSchema = generatorFields.extend({
  bots: bots.optional(),
  /** Instead of `bots`, for one. */
  bot: bots.element.optional(),
  from: from.optional(),
  to: to.optional(),
  altText,
  ...part,
});

export const scenarioSchema = z.strictObject({ scenario: z.enum(scenarioNames), altText, ...part });

/** What the defaults come from. */
export interface GenerationContext {
  botIds: readonly string[];
  /** The account's clock, Unix ms. */
  now: number;
  /** The account's setting. */
  generatedAltText?: boolean | undefined;
  /** How many sessions may be made without a limit; left out, as many as one call makes. */
  mostAtOnce?: number | undefined;
}

/** A generation, and which part of it is wanted. */
export interface Generation {
  args: GeneratorArguments;
  /** How many sessions all of it is. */
  total: number;
  offset: number;
  /** The number of the first session that is not wanted. */
  end: number;
}

/**
 * Reads generator arguments or the name of a scenario.
 *
 * @param at where in the body it is
 * @throws Problem that names the fields that are wrong
 */
export function readGeneration(
  input: unknown,
  context: GenerationContext,
  at: readonly string[] = [],
): Generation {
  const field = (name: string): string => [...at, name].join('.');
  const {
    args,
    offset = 0,
    limit,
  } = isScenario(input)
    ? ofScenario(checked(scenarioSchema, input, at), context, field('scenario'))
    : ofArguments(checked(generationSchema, input, at), context, at);
  for (const [index, { botId }] of args.bots.entries()) {
    if (context.botIds.includes(botId)) continue;
    const name = isScenario(input) ? 'scenario' : `bots.${index}`;
    throw invalidField(field(name), `names the bot ${botId}, which the account does not have`);
  }
  const total = totalOf(args);
  if (total > mostInAll) throw tooLarge(total, field('count'));
  if (limit === undefined && total - offset > (context.mostAtOnce ?? mostPerCall))
    throw tooMany(total, field('limit'));
  return { args, total, offset, end: Math.min(total, offset + (limit ?? total)) };
}

const isScenario = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && 'scenario' in input;

type Part = { args: GeneratorArguments; offset?: number | undefined; limit?: number | undefined };

function ofScenario(
  { scenario, altText, ...wanted }: z.output<typeof scenarioSchema>,
  { botIds, now, generatedAltText = false }: GenerationContext,
  field: string,
): Part {
  if (botIds.length === 0) throw invalidField(field, 'needs an account with a bot');
  try {
    return { args: { ...scenarios[scenario](now, botIds), altText: altText ?? generatedAltText }, ...wanted };
  } catch (error) {
    // Session ids begin with their start in 32 bits of seconds.
    if (error instanceof z.ZodError) throw invalidField(field, 'needs a clock between 1970 and 2106');
    throw error;
  }
}

function ofArguments(
  { bot, bots, from, to, offset, limit, altText, ...rest }: z.output<typeof generationSchema>,
  { botIds, now, generatedAltText = false }: GenerationContext,
  at: readonly string[],
): Part {
  if (bot && bots) throw invalidField([...at, 'bot'].join('.'), 'must not be given beside bots');
  const end = to ?? now;
  const args = checked(
    generatorSchema,
    {
      ...rest,
      altText: altText ?? generatedAltText,
      bots: bots ?? (bot ? [bot] : botIds),
      from: from ?? Math.max(0, end - 7 * dayMs),
      to: end,
    },
    at,
  );
  return { args, offset, limit };
}

function tooMany(total: number, field: string): Problem {
  const message = `is needed: these are ${total} sessions, and one call makes at most ${mostPerCall}`;
  if (field !== 'limit') return seedTooLarge(total, field);
  return new Problem(
    400,
    'too_many_sessions',
    `One call makes at most ${mostPerCall} sessions, these are ${total}: ask for parts with offset and limit, with from and to fixed, or give fewer.`,
    [{ field, message }],
  );
}

function seedTooLarge(total: number, field: string): Problem {
  const message = `is not for seeds, and these are ${total} sessions: one call makes at most ${mostPerCall}`;
  return new Problem(
    400,
    'too_many_sessions',
    `A seed has at most ${mostPerCall} made-up sessions, these are ${total}: make an account without one, generate them in parts, and make others from it with from.`,
    [{ field, message }],
  );
}

function tooLarge(total: number, field: string): Problem {
  return new Problem(
    400,
    'too_many_sessions',
    `These are ${total} sessions; a generation has at most ${mostInAll}: make several, each with a seed and a time of its own.`,
    [{ field, message: `must make at most ${mostInAll} sessions` }],
  );
}
