import type { Ask } from '../real-api/ask.ts';
import type { Outcome, RealMessage } from '../real-api/outcome.ts';
import { battery } from './battery.ts';
import type { Finding } from './finding.ts';
import { dayMs, iso } from './probes/within.ts';
import { checkName, type ProbeGroup, type Probing } from './run-context.ts';
import type { MessageSample, Sample } from './sample.ts';
import { takeSample } from './take-sample.ts';

/** A request that would be sent, and the row that it is about. */
export interface Planned {
  row: string;
  ask: Ask;
}

/** What most probes get; those that are answered otherwise send a request less or, seldom, some more. */
const refusal: Outcome = { kind: 'refused', status: 412, msg: undefined, code: undefined, contentType: '' };
/** What a row gets that is asked for once more: one too many is refused, and the most there may be is not. */
const emptyPage: Outcome = {
  kind: 'answered',
  ...{ total: 0, moreAvailable: false, rows: [], messages: [] },
  ...{ invalidSessions: undefined, icon: undefined, members: [], contentType: '' },
};

/** The requests of some groups of probes, none of which is sent, and the rows that these are about. */
export async function planOf(
  groups: readonly ProbeGroup[],
  sample: Sample,
  hasAdmin: boolean,
): Promise<{ planned: Planned[]; rows: string[] }> {
  const planned: Planned[] = [];
  const found: Finding[] = [];
  const probing: Probing = {
    ask: async (row, ask) => {
      const isRepeated = planned.some((earlier) => earlier.row === row);
      planned.push({ row, ask });
      return isRepeated ? emptyPage : refusal;
    },
    askUnpaced: async () => refusal,
    sample,
    hasAdmin,
    now: () => sample.at,
    known: new Map(),
    errors: [],
  };
  for (const group of groups) {
    if (group.unmet?.(probing)) continue;
    found.push(...(await group.run(probing)));
    planned.push({ row: checkName, ask: {} });
    await group.isSound?.(probing);
  }
  const rows = [...planned, ...found].map(({ row }) => row).filter((row) => row !== checkName);
  return { planned, rows: [...new Set(rows)] };
}

/** The rows that some groups of probes are about. */
export async function rowsProbedBy(groups: readonly ProbeGroup[]): Promise<string[]> {
  return (await planOf(groups, exampleSample(0), true)).rows;
}

/** All requests, with examples in the place of what is taken from the sessions that are there. */
export async function fullPlan(hasAdmin: boolean, at: number): Promise<Planned[]> {
  const sample = exampleSample(at);
  const first: Planned[] = [];
  await takeSample(
    async (row, ask) => {
      first.push({ row, ask });
      const rows = ask.api ? [] : [...sample.rows];
      const messages = ask.api && !('why' in sample.messages) ? [...sample.messages.oldest] : [];
      return {
        kind: 'answered',
        total: rows.length + messages.length,
        moreAvailable: false,
        rows,
        messages,
        invalidSessions: undefined,
        icon: undefined,
        members: [],
        contentType: '',
      };
    },
    '',
    hasAdmin,
    at,
  );
  return [...first, ...(await planOf(battery, sample, hasAdmin)).planned];
}

function exampleSample(at: number): Sample {
  const to = at - dayMs / 96;
  const row = (index: number, kind: 'userTags' | 'sessionTags', ...values: string[]) => ({
    sessionId: `<session ${index}>`,
    botId: '<bot>',
    userId: '<user>',
    channel: index === 1 ? '<another channel>' : 'rtm',
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
    messages: exampleMessages(to),
  };
}

function exampleMessages(to: number): MessageSample {
  const window = { from: iso(to - 6 * dayMs), to: iso(to) };
  const message = (index: number): RealMessage => ({
    _id: `<message ${index}>`,
    sessionId: `<session ${index}>`,
    createdBy: '<user>',
    createdOn: iso(to - index * dayMs),
    tags: { sessionTags: [{ name: '<tag>', value: '<value>' }] },
  });
  const oldest = [message(2), message(1)];
  return {
    ...window,
    total: oldest.length,
    oldest,
    newest: oldest.toReversed(),
    members: ['total', 'moreAvailable', 'messages'],
    icon: undefined,
    old: { ...message(18), sessionId: '<old session>' },
  };
}
