import * as z from 'zod';
import { accountNow } from '../../../domain/clock.ts';
import { toIso } from '../../../domain/dates.ts';
import { idSchema } from '../../../domain/id-schema.ts';
import { inTurns } from '../../../domain/in-turns.ts';
import { containmentTypes, sessionTypes } from '../../../domain/session.ts';
import { prepareFilter } from '../../../domain/slices/filter.ts';
import { other, type Summary, SummaryTally } from '../../../domain/slices/summary.ts';
import { tagFilterSchema } from '../../../domain/tag-filter.ts';
import { json } from '../../answer.ts';
import { defineCall } from '../../call.ts';
import { count, instant, isoInstant, lastInstant } from '../../fields.ts';
import { invalidField } from '../../problem.ts';

/** A filter by tags in a query string: its JSON. */
const tagsText = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.issues.push({ code: 'custom', input: text, message: 'must be JSON such as {"and": [...]}' });
      return z.NEVER;
    }
  })
  .pipe(tagFilterSchema);

const nonEmpty = z.string().min(1);

const summaryQuerySchema = z.strictObject({
  from: instant.optional(),
  to: lastInstant.optional(),
  botId: z.array(idSchema).max(200).optional(),
  containmentType: z.enum(containmentTypes).optional(),
  sessionType: z.enum(sessionTypes).optional(),
  userId: nonEmpty.optional(),
  callId: nonEmpty.optional(),
  tags: tagsText.optional(),
});

const byContainmentType = z.record(z.enum([...containmentTypes, other]), count);
const byText = z.record(z.string(), count);

const summarySchema = z.object({
  at: isoInstant.meta({ description: "The account's now: sessions that start later are not counted." }),
  total: count,
  active: count,
  perBot: byText,
  perDay: byText,
  perHour: byText.meta({ description: 'By the hour of the start (GMT), such as 2026-03-01T09.' }),
  perContainmentType: byContainmentType,
  perContainmentTypeAsListed: byContainmentType,
  perSessionType: z.record(z.enum([...sessionTypes, other]), count),
});

const beginningOfTime = Date.parse('0000-01-01T00:00:00.000Z');

export const summarizeSessions = defineCall({
  method: 'get',
  path: '/accounts/{accountId}/sessions/summary',
  tag: 'sessions',
  id: 'summarizeSessions',
  summary: 'How many sessions there are by bot, day, hour and kind, of those that pass every filter',
  description:
    'Exact, and as getSessions would find them now; a window of any length, all time when left out.',
  query: summaryQuerySchema,
  answers: { 200: json('The counts', 'SessionSummary', summarySchema) },
  run: async ({ account, query }, { store, time }) => {
    const { from = beginningOfTime, to, botId, ...filter } = query;
    const strange = botId?.findIndex((id) => !account.bots.has(id)) ?? -1;
    if (strange >= 0)
      throw invalidField('botId', `names the bot ${botId?.[strange]}, which the account does not have`);
    if (to !== undefined && from > to) throw invalidField('to', 'must not be before from');
    const now = accountNow(account.clock, time.now());
    const window = { from, to: Math.min(to ?? now, now) };
    const counts = await store.sessionReader.read(account, async (view): Promise<Summary> => {
      const tally = new SummaryTally(window, prepareFilter(filter), now);
      for (const bot of new Set(botId ?? account.bots.keys())) {
        const days = window.from > window.to ? [] : await view.days([bot], window);
        await inTurns(tally.add(bot, days), time);
      }
      return tally.summary();
    });
    return { status: 200, body: { at: toIso(now), ...counts } };
  },
});
