import type { Ask } from '../real-api/ask.ts';
import type { Outcome } from '../real-api/outcome.ts';
import { battery } from './battery.ts';
import { dayMs, iso } from './probes/within.ts';
import type { ProbeGroup, Probing } from './run-context.ts';
import type { Sample } from './sample.ts';
import { takeSample } from './take-sample.ts';

/** A request that would be sent, and the row that it is about. */
export interface Planned {
  row: string;
  ask: Ask;
}

/** What most probes get; those that are answered otherwise send a request less or, seldom, some more. */
const refusal: Outcome = { kind: 'refused', status: 412, msg: undefined, code: undefined, contentType: '' };

/** The requests of some groups of probes, none of which is sent. */
export async function planOf(
  groups: readonly ProbeGroup[],
  sample: Sample,
  hasAdmin: boolean,
): Promise<Planned[]> {
  const planned: Planned[] = [];
  const probing: Probing = {
    ask: async (row, ask) => {
      planned.push({ row, ask });
      return refusal;
    },
    sample,
    hasAdmin,
    now: () => sample.at,
    known: new Map(),
    errors: [],
  };
  for (const group of groups) {
    await group.run(probing);
    planned.push({ row: 'a plain request, as a check', ask: {} });
  }
  return planned;
}

/** All requests, with examples in the place of what is taken from the sessions that are there. */
export async function fullPlan(hasAdmin: boolean, at: number): Promise<Planned[]> {
  const sample = exampleSample(at);
  const first: Planned[] = [];
  await takeSample(
    async (row, ask) => {
      first.push({ row, ask });
      const rows = [...sample.rows];
      return {
        kind: 'answered',
        total: rows.length,
        moreAvailable: false,
        rows,
        invalidSessions: undefined,
        members: [],
        contentType: '',
      };
    },
    '',
    hasAdmin,
    at,
  );
  return [...first, ...(await planOf(battery, sample, hasAdmin))];
}

function exampleSample(at: number): Sample {
  const to = at - dayMs / 96;
  const row = (index: number, kind: 'userTags' | 'sessionTags', ...values: string[]) => ({
    sessionId: `<session ${index}>`,
    botId: '<bot>',
    userId: '<user>',
    start_time: iso(to - index * dayMs),
    containmentType: index === 1 ? 'agent' : 'selfService',
    tags: {
      userTags: [],
      sessionTags: [],
      [kind]: values.map((value) => ({ name: '<tag>', value: `<${value}>` })),
    },
  });
  return {
    at,
    from: iso(to - 6 * dayMs),
    to: iso(to),
    rows: [
      row(1, 'userTags', 'value'),
      row(2, 'sessionTags', 'value', 'another value'),
      row(3, 'sessionTags', 'value'),
      row(4, 'sessionTags'),
    ],
    wide: { from: iso(to - 6 * dayMs), to: iso(to), total: 4 },
    accountTotal: 5,
    otherBotsId: '<session of another bot>',
    old: { sessionId: '<old session>', tags: '' },
  };
}
