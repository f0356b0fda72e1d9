import * as z from 'zod';
import { accountNow } from '../../../domain/clock.ts';
import { generateSessions as generate } from '../../../domain/generator/generate.ts';
import { containmentTypes, sessionTypes } from '../../../domain/session.ts';
import { json } from '../../answer.ts';
import { type Body, parseJson } from '../../body.ts';
import { defineCall } from '../../call.ts';
import { count, isoInstant } from '../../fields.ts';
import { checkStillCurrent } from '../../find-account.ts';
import { generationSchema, readGeneration, scenarioSchema } from '../../generation.ts';

const schema = z.union([generationSchema, scenarioSchema]);

/** The body is checked later, because its defaults depend on the account. */
const generationBody: Body<typeof schema, unknown> = {
  name: 'Generation',
  schema,
  types: ['application/json'],
  read: parseJson,
};

const perContainmentType = z.record(z.enum(containmentTypes), count);
const perSessionType = z.record(z.enum(sessionTypes), count);

const countsSchema = z.object({
  total: count,
  active: count,
  perContainmentType,
  perContainmentTypeAsListed: perContainmentType,
  perSessionType,
  perCombination: z.record(z.enum(containmentTypes), perSessionType),
  perDay: z.record(z.string(), count),
});

/** What is true of sessions that were made up or given as a seed. */
export const truthSchema = countsSchema.extend({
  at: isoInstant,
  users: count,
  perBot: z.record(z.string(), countsSchema),
});

const generatedSchema = z.object({
  written: count,
  replaced: count,
  settled: z.boolean(),
  total: count,
  /** The `offset` of the next part, where there is one. */
  next: z.int().optional(),
  truth: truthSchema,
  /** Every argument with its value: given again, they make the same sessions. */
  arguments: z.looseObject({ seed: z.union([z.string(), z.int()]), from: z.int(), to: z.int() }),
});

export const generateSessions = defineCall({
  method: 'post',
  path: '/accounts/{accountId}/sessions/generate',
  tag: 'sessions',
  id: 'generateSessions',
  summary: 'Make sessions up: the same arguments, the same sessions',
  description:
    'The answer tells what is true of the sessions up to the last one written; more than one call may write come in parts, by offset and limit.',
  body: generationBody,
  answers: { 200: json('What was made', 'GeneratedSessions', generatedSchema) },
  problems: { 400: ['too_many_sessions'], 409: ['data_replaced'], 503: ['account_busy'] },
  run: async ({ account, body, until }, dependencies) => {
    const { store, time } = dependencies;
    const generation = readGeneration(body, {
      botIds: [...account.bots.keys()],
      now: accountNow(account.clock, time.now()),
      generatedAltText: account.settings.generatedAltText,
    });
    const { args, total, offset } = generation;
    const { sessions, truth } = generate(args, generation);
    const { written, replaced, settled, stoppedAt } = await store.sessionWriter.write(
      account,
      sessions,
      until,
    );
    await checkStillCurrent(dependencies, account);
    const end = stoppedAt === undefined ? generation.end : offset + stoppedAt;
    const next = end < total ? { next: end } : {};
    const known = end < generation.end ? generate(args, { offset, end }).truth : truth;
    return {
      status: 200,
      body: { written, replaced, settled, total, ...next, truth: known, arguments: args },
    };
  },
});
