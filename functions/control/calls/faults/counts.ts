import * as z from 'zod';
import { ruleCounts, strikesOf } from '../../../domain/fault-strikes.ts';
import { json } from '../../answer.ts';
import { defineCall } from '../../call.ts';
import { count } from '../../fields.ts';

const countsSchema = z.array(
  z.object({
    rule: count.meta({ description: 'The place of the rule in the list.' }),
    matches: count.optional().meta({ description: 'How many requests it has matched.' }),
    hits: count.optional().meta({ description: 'How many of them it has struck.' }),
    left: count.optional().meta({ description: 'How many it will strike yet; absent: all that match.' }),
  }),
);

export const countFaults = defineCall({
  method: 'get',
  path: '/accounts/{accountId}/faults/counts',
  tag: 'faults',
  id: 'countFaults',
  summary: 'How many requests each rule has struck, and how many it will strike yet',
  description: 'A rule that strikes every request it matches is not counted: it has its place alone.',
  answers: { 200: json('The counts, a line for each rule', 'FaultCounts', countsSchema) },
  run: async ({ account: { accountId, born, faults } }, { store: { faultCounts } }) => {
    const rules = faults?.rules ?? [];
    const life = { accountId, born };
    const body = await Promise.all(
      rules.map(async (each, rule) => {
        if (!faults || !ruleCounts(each)) return { rule };
        const matches = await faultCounts.matches(life, faults.generation, rule);
        return { rule, matches, ...strikesOf(each, matches) };
      }),
    );
    return { status: 200, body };
  },
});
