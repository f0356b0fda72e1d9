import type { Outcome } from '../real-api/outcome.ts';
import type { RealApi } from '../real-api/real-api.ts';
import { battery } from './battery.ts';
import { type Finding, notMeasured, type SeenError } from './finding.ts';
import { planOf, rowsProbedBy } from './plan.ts';
import { rateLimitProbe } from './probes/rate-limit.ts';
import { within } from './probes/within.ts';
import { type AskNamed, checkName, type ProbeGroup, type Probing, type Unmet } from './run-context.ts';
import type { Sample } from './sample.ts';
import { NoSample, takeSample } from './take-sample.ts';
import { type Verdicts, verdictsOf } from './verdicts.ts';

/** What a run that was interrupted has found, and nothing of the data. */
export interface DriftState {
  /** By the name of the group. */
  done: Record<string, { findings: Finding[]; errors: SeenError[] }>;
  known: [string, unknown][];
}

export interface DriftOptions {
  api: RealApi;
  botId: string;
  hasAdmin: boolean;
  /** Unix ms. */
  now: () => number;
  /** Where an earlier run has stopped. */
  resumed?: DriftState | undefined;
  /** Called after each group of probes. */
  save?: (state: DriftState) => void;
  /** Called for each request: how many were sent, and how many there will be. */
  progress?: (sent: number, of: number) => void;
  /** Whether the rate limit is tried out too. */
  tryRateLimit?: boolean;
  /** What is asked; the whole battery by default. */
  probes?: readonly ProbeGroup[];
}

/** Asks the real API, and compares. */
export async function runDrift(options: DriftOptions): Promise<Verdicts> {
  const {
    api,
    botId,
    hasAdmin,
    now,
    resumed,
    save,
    progress,
    tryRateLimit = false,
    probes = battery,
  } = options;
  const groups = [...probes, ...(tryRateLimit ? [rateLimitProbe] : [])];
  const state: DriftState = resumed ?? { done: {}, known: [] };
  let expected = 0;
  const ask: AskNamed = async (_, request) => {
    const outcome = await api.ask(request);
    progress?.(api.sent, Math.max(expected, api.sent));
    return outcome;
  };
  try {
    const sample = await takeSample(ask, botId, hasAdmin, now());
    const waiting = groups.filter(({ name }) => !state.done[name]);
    expected = api.sent + (await planOf(waiting, sample, hasAdmin)).planned.length;
    progress?.(api.sent, expected);
    const known = new Map(state.known);
    for (const group of waiting) {
      const errors = Object.values(state.done).flatMap((done) => done.errors);
      const probing: Probing = {
        ask,
        askUnpaced: (request) => api.askUnpaced(request),
        sample,
        hasAdmin,
        now,
        known,
        errors: [...errors],
      };
      const findings = await runGroup(group, probing);
      state.done[group.name] = findings.isSound
        ? { findings: findings.found, errors: probing.errors.slice(errors.length) }
        : { findings: findings.found, errors: [] };
      state.known = [...known];
      save?.(state);
    }
  } catch (error) {
    if (!(error instanceof NoSample)) throw error;
    return nothingMeasured(groups, error.message);
  }
  const done = groups.flatMap(({ name }) => state.done[name] ?? []);
  return verdictsOf(
    done.flatMap(({ findings }) => findings),
    done.flatMap(({ errors }) => errors),
  );
}

/** What a group finds counts only where the API still answers a plain request as it did before. */
async function runGroup(
  group: ProbeGroup,
  probing: Probing,
): Promise<{ found: Finding[]; isSound: boolean }> {
  const unmet = group.unmet?.(probing);
  if (unmet) return { found: await nothingOf(group, unmet), isSound: true };
  const before = new Map(probing.known);
  const found = await group.run(probing);
  const check = await probing.ask(checkName, within(probing.sample));
  const isSound = (await group.isSound?.(probing)) ?? true;
  if (isSound && isAsBefore(check, probing.sample)) return { found, isSound: true };
  probing.known.clear();
  for (const [name, value] of before) probing.known.set(name, value);
  const why = 'the API did not answer a plain request as before when this was done';
  return { found: found.map(({ row }) => notMeasured(row, why)), isSound: false };
}

const isAsBefore = (outcome: Outcome, { rows }: Sample): boolean =>
  outcome.kind === 'answered' && outcome.total === rows.length;

/** Every row that a probe is about, not measured. */
async function nothingMeasured(groups: readonly ProbeGroup[], why: string): Promise<Verdicts> {
  const rows = groups.length === 0 ? [] : await rowsProbedBy(groups);
  return verdictsOf(
    rows.map((row) => notMeasured(row, why)),
    [],
  );
}

/** The rows of a group that cannot be asked, but for those that are known all the same. */
async function nothingOf(group: ProbeGroup, { why, findings }: Unmet): Promise<Finding[]> {
  const known = new Set(findings.map(({ row }) => row));
  const left = (await rowsProbedBy([group])).filter((row) => !known.has(row));
  return [...findings, ...left.map((row) => notMeasured(row, why))];
}
