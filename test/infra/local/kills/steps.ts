import { generatorSchema } from '../../../../functions/domain/generator/arguments.ts';
import { generateSessions } from '../../../../functions/domain/generator/generate.ts';
import { isThorough } from '../../../support/thorough.ts';

/** What an account holds: by session id, the user and the start, by which one version of a session is known. */
export type Held = ReadonlyMap<string, string>;

/** What is known of the account: its sessions, and those of its snapshots; undefined where there is no account. */
export interface Known {
  held: Held | undefined;
  /** What the account was made with, and a reset goes back to: its seed or its template; undefined as above. */
  made: Held | undefined;
  snapshots: ReadonlyMap<string, Held>;
  /** What the template has, by its version; of those that were kept, each. */
  templates: ReadonlyMap<string, Held>;
}

export interface Step {
  kind: string;
  method: string;
  path: string;
  body?: unknown;
  /** What is there after it. */
  after: Known;
  /** Whether all of its sessions change at once or none: of others each session by itself does. */
  isAtomic: boolean;
}

export const accountId = 'killed';
export const botIds = ['st-1', 'st-2'];
const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** All starts lie within it, and before any test runs. */
export const window = { from: Date.now() - 6 * dayMs, to: Date.now() - hourMs };
const path = `/accounts/${accountId}`;

export const versionOf = ({ userId, start }: { userId: string; start: number }): string =>
  `${userId} ${start}`;

interface Row {
  sessionId: string;
  botId: string;
  userId: string;
  start_time: string;
}

/** A version of the session with this number: another version begins at another time, on another bot perhaps. */
function rowOf(number: number, version: number): Row {
  const start = window.from + ((number * 97_001 + version * 7_919_001) % (window.to - window.from));
  return {
    sessionId: `s-${number}`,
    botId: botIds[(number + version) % botIds.length] ?? '',
    userId: `u-${version}`,
    start_time: new Date(start).toISOString(),
  };
}

const heldBy = (rows: readonly Row[]): [string, string][] =>
  rows.map(({ sessionId, userId, start_time }) => [
    sessionId,
    versionOf({ userId, start: Date.parse(start_time) }),
  ]);

/** What a step writes takes several calls of the engine, and so may be cut off between them. */
const many = isThorough ? 1_500 : 500;

const range = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => from + index);
const originRows = range(0, 300).map((number) => rowOf(number, 0));
const origin: Held = new Map(heldBy(originRows));

const killedApps = [{ kind: 'admin', clientId: 'cs-killed', clientSecret: 'secret of the killed' }];

/** Makes the steps that may come next: what they do depends on what there is, and on a number of their own. */
export const kinds: Readonly<Record<string, (known: Known, number: number) => Step | undefined>> = {
  create: ({ held, templates }) =>
    held === undefined
      ? {
          kind: 'create',
          method: 'POST',
          path: '/accounts',
          body: {
            accountId,
            bots: botIds.map((botId) => ({ botId })),
            apps: killedApps,
            seed: originRows,
          },
          after: { held: origin, made: origin, snapshots: new Map(), templates },
          isAtomic: true,
        }
      : undefined,
  import: (known, number) => imported('import', known, range(number * 10_000, many), number),
  upsert: (known, number) => {
    const present = [...(known.held ?? [])].flatMap(([id]) =>
      /^s-\d+$/.test(id) ? [Number(id.slice(2))] : [],
    );
    return imported('upsert', known, present.slice(0, many), number);
  },
  delete: ({ held, ...kept }, number) => {
    if (held === undefined) return undefined;
    const share = (window.to - window.from) / 5;
    const [from, to] = [window.from + (number % 5) * share, window.from + ((number % 5) + 1) * share].map(
      Math.trunc,
    );
    if (from === undefined || to === undefined) return undefined;
    const isMeant = (version: string): boolean => {
      const start = Number(version.split(' ')[1]);
      return start >= from && start <= to;
    };
    const query = new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
    return {
      kind: 'delete',
      method: 'DELETE',
      path: `${path}/sessions?${query}`,
      after: { held: new Map([...held].filter(([, version]) => !isMeant(version))), ...kept },
      isAtomic: false,
    };
  },
  generate: ({ held, ...kept }, number) => {
    if (held === undefined) return undefined;
    const body = {
      seed: `generation ${number}`,
      bots: botIds.map((botId) => ({ botId })),
      count: many,
      ...window,
    };
    const made = generateSessions(generatorSchema.parse(body)).sessions.map(
      ({ sessionId, userId, startTime }) => [sessionId, versionOf({ userId, start: startTime })] as const,
    );
    return {
      kind: 'generate',
      method: 'POST',
      path: `${path}/sessions/generate`,
      body,
      after: { held: new Map([...held, ...made]), ...kept },
      isAtomic: false,
    };
  },
  snapshot: ({ held, snapshots, ...kept }, number) =>
    held && {
      kind: 'snapshot',
      method: 'PUT',
      path: `${path}/snapshots/s${number}`,
      body: {},
      after: { held, snapshots: new Map([...snapshots, [`s${number}`, held]]), ...kept },
      isAtomic: true,
    },
  template: ({ held, templates, ...kept }, number) =>
    held && {
      kind: 'template',
      method: 'PUT',
      path: '/templates/golden',
      body: { from: { accountId }, version: String(number) },
      after: { held, templates: new Map([...templates, [String(number), held]]), ...kept },
      isAtomic: true,
    },
  fromTemplate: ({ held, templates }) => {
    const kept = [...templates.values()].at(-1);
    if (held !== undefined || !kept) return undefined;
    return {
      kind: 'fromTemplate',
      method: 'POST',
      path: '/accounts',
      body: { accountId, apps: killedApps, from: { template: 'golden' } },
      after: { held: kept, made: kept, snapshots: new Map(), templates },
      isAtomic: true,
    };
  },
  restore: ({ held, ...kept }, number) => {
    const names = [...kept.snapshots.keys()];
    const name = names[number % names.length];
    if (held === undefined || name === undefined) return undefined;
    const after = { held: kept.snapshots.get(name), ...kept };
    return {
      kind: 'restore',
      method: 'POST',
      path: `${path}/snapshots/${name}/restore`,
      body: {},
      after,
      isAtomic: true,
    };
  },
  reset: ({ held, ...kept }) =>
    held && {
      kind: 'reset',
      method: 'POST',
      path: `${path}/reset`,
      body: {},
      after: { held: kept.made, ...kept },
      isAtomic: true,
    },
  removal: ({ held, templates }) =>
    held && {
      kind: 'removal',
      method: 'DELETE',
      path,
      after: { held: undefined, made: undefined, snapshots: new Map(), templates },
      isAtomic: true,
    },
};

function imported(
  kind: string,
  { held, ...kept }: Known,
  numbers: readonly number[],
  version: number,
): Step | undefined {
  if (held === undefined) return undefined;
  const rows = numbers.map((number) => rowOf(number, version));
  return {
    kind,
    method: 'POST',
    path: `${path}/sessions`,
    body: rows,
    after: { held: new Map([...held, ...heldBy(rows)]), ...kept },
    isAtomic: false,
  };
}
