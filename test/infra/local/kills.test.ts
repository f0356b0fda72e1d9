import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { randomFrom } from '../../store/disturbance.ts';
import { isThorough } from '../../support/thorough.ts';
import { indexBeside, removeFolder, temporaryFolder, withFolder } from './engine/use-engine.ts';
import { look } from './kills/look.ts';
import { type Held, type Known, kinds, type Step } from './kills/steps.ts';
import { askAll } from './support/ask.ts';
import { builtCli } from './support/built-cli.ts';
import { type Server, startServer } from './support/spawned.ts';

/*
 * Kills an emulator with a data folder, again and again, each time in another kind of write and at another moment of
 * it, starts it again, and looks at all that it shows. KILLS says how many times, and KILLS_SEED which moments.
 */

const kills = Number(process.env['KILLS'] ?? (isThorough ? 11 : 2));
const seed = Number(process.env['KILLS_SEED'] ?? Math.floor(Math.random() * 1e9));
const folder = temporaryFolder();
const data = join(folder, 'data');
afterAll(() => removeFolder(folder));

const start = (): Promise<Server> =>
  startServer(['--data', data, '--empty', '--control-key', 'key'], {}, [builtCli(), 'start']);

/** @returns whether it was acknowledged */
async function take({ facts }: Server, { method, path, body }: Step): Promise<boolean> {
  try {
    const response = await fetch(`${facts.url}/_emulator${path}`, {
      method,
      headers: { authorization: 'Bearer key', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await response.text();
    if (!response.ok)
      throw new Error(`${method} ${path} answered ${response.status}: ${answer.slice(0, 300)}`);
    return true;
  } catch (error) {
    // The connection ends with the process.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

async function mustTake(server: Server, step: Step): Promise<number> {
  const began = performance.now();
  if (!(await take(server, step))) throw new Error(`${step.kind} got no answer:\n${server.stderr()}`);
  return performance.now() - began;
}

/** What a kill may leave of a step that was not acknowledged. */
function mayBe(held: Held | undefined, before: Held | undefined, { after, isAtomic }: Step): boolean {
  if (isSame(held, before) || isSame(held, after.held)) return true;
  if (isAtomic || !held || !before || !after.held) return false;
  const ids = new Set([...held.keys(), ...before.keys(), ...after.held.keys()]);
  return [...ids].every((id) => [before.get(id), after.held?.get(id)].includes(held.get(id)));
}

function isSame(one: Held | undefined, other: Held | undefined): boolean {
  if (!one || !other) return one === other;
  return one.size === other.size && [...one].every(([id, version]) => other.get(id) === version);
}

/** After each kill an account may be of either; these make it of one and then of the other. */
const backToTemplateAndSeed = [
  ...['create', 'upsert', 'template', 'removal', 'fromTemplate', 'upsert', 'reset'],
  ...['removal', 'create', 'upsert', 'reset'],
];

/** Sessions that had been acknowledged, that the step does not touch, and that are gone or another. */
const lostOf = (held: Held | undefined, before: Held | undefined, { after }: Step): number =>
  [...(before ?? [])].filter(([id, version]) => after.held?.get(id) === version && held?.get(id) !== version)
    .length;

test(
  `nothing is lost or broken by ${kills} kills`,
  async () => {
    const random = randomFrom(seed);
    const first = Math.floor(random() * Object.keys(kinds).length);
    let known: Known = { held: undefined, made: undefined, snapshots: new Map(), templates: new Map() };
    const usualMs = new Map<string, number>();
    const told: string[] = [];
    let [number, lost, unanswered, slowestFirstPage] = [0, 0, 0, 0];

    const prepared = (kind: string): Step | undefined => kinds[kind]?.(known, ++number);
    let server = await start();
    for (let kill = 0; kill < kills; kill++) {
      const kind = Object.keys(kinds)[(first + kill) % Object.keys(kinds).length] ?? '';
      // What it needs is made first, and is acknowledged; the first time, also how long it takes.
      for (const needed of [
        ...(kind === 'create' || kind === 'fromTemplate' ? [] : ['create']),
        ...(kind === 'fromTemplate' ? ['create', 'upsert', 'template'] : []),
        ...(kind === 'create' || kind === 'fromTemplate' ? ['removal'] : []),
        ...(kind === 'restore' ? ['snapshot', 'import'] : []),
        ...(kind === 'removal' || kind === 'reset' ? ['generate'] : []),
        ...(random() < 0.3 ? ['upsert'] : []),
      ]) {
        const step = prepared(needed);
        if (!step) continue;
        usualMs.set(needed, await mustTake(server, step));
        known = step.after;
      }
      const step = prepared(kind);
      if (!step) throw new Error(`${kind} cannot be done now.`);
      const killed = sleep(random() * 1.2 * (usualMs.get(kind) ?? 150)).then(() => server.stop('SIGKILL'));
      const acknowledged = await take(server, step);
      await killed;
      if (!acknowledged) unanswered++;

      server = await start();
      const seen = await look(server.facts).catch((error: unknown) => {
        const taken = [...told, `${kind} ${acknowledged ? 'acknowledged' : 'cut off'}`].join('; ');
        throw new Error(`seed ${seed}, kill ${kill}: ${taken}: ${String(error)}`, { cause: error });
      });
      slowestFirstPage = Math.max(slowestFirstPage, seen.firstPageMs);
      lost += lostOf(seen.held, known.held, step);
      told.push(`${kind} ${acknowledged ? 'acknowledged' : 'cut off'}: ${seen.held?.size ?? 'no'} sessions`);
      const where = `seed ${seed}, kill ${kill}: ${told.join('; ')}`;
      if (acknowledged) expect(isSame(seen.held, step.after.held), where).toBe(true);
      else expect(mayBe(seen.held, known.held, step), where).toBe(true);
      const names = [...known.snapshots.keys()];
      if (seen.held) expect(seen.snapshots, where).toEqual(expect.arrayContaining(names));
      const snapshots = isSame(seen.held, undefined)
        ? new Map<string, Held>()
        : new Map(
            [...known.snapshots, ...step.after.snapshots].filter(([name]) => seen.snapshots.includes(name)),
          );
      // The last one is the one that there is.
      const isKept = seen.template === undefined || step.after.templates.has(seen.template);
      expect(isKept && (known.templates.size === 0 || seen.template !== undefined), where).toBe(true);
      const templates = new Map([...step.after.templates].filter(([version]) => version === seen.template));
      if (acknowledged)
        expect([...templates.keys()].at(-1), where).toBe([...step.after.templates.keys()].at(-1));
      // One that was there before is the same account still; one that was not can only be what the step has made.
      const made = seen.held && (known.made ?? step.after.made);
      known = { held: seen.held, made, snapshots, templates };
    }
    // Each snapshot still holds what it was made of.
    for (const [name, held] of known.snapshots) {
      const path = `/accounts/killed/snapshots/${name}/restore`;
      await mustTake(server, {
        kind: 'restore',
        method: 'POST',
        path,
        body: {},
        after: known,
        isAtomic: true,
      });
      known = { ...known, held };
      expect(isSame((await look(server.facts)).held, held)).toBe(true);
    }
    // A reset goes back to what the account was made with, be it a template or a seed.
    for (const kind of backToTemplateAndSeed) {
      const step = prepared(kind);
      if (!step) continue;
      await mustTake(server, step);
      known = step.after;
      expect(isSame((await look(server.facts)).held, known.held), `seed ${seed}, ${kind} at the end`).toBe(
        true,
      );
    }
    await server.stop();
    await withFolder(data, 'kore-sessions-emulator', async (client) => {
      const { index, expected } = await indexBeside(client, 'kore-sessions-emulator');
      expect(index).toEqual(expected);
    });
    expect(lost).toBe(0);
    process.stdout.write(
      `${kills} kills survived, ${unanswered} of them in the middle of a call; ${lost} acknowledged sessions lost; slowest first page ${Math.round(slowestFirstPage)} ms; seed ${seed}\n`,
    );
  },
  Math.max(180_000, kills * 20_000),
);

/** Kills an emulator a while after its process began. */
async function killStart(ms: number): Promise<void> {
  const args = [builtCli(), 'start', '--port', '0', '--data', join(folder, 'first')];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  await sleep(ms);
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

test('a first start that is killed starts again', async () => {
  const random = randomFrom(seed);
  for (let kill = 0; kill < Math.max(2, kills / 3); kill++) await killStart(200 + random() * 800);
  const server = await startServer(['--data', join(folder, 'first')], {}, [builtCli(), 'start']);
  expect((await askAll(server.facts)).total).toBeGreaterThan(100);
  expect(await server.stop()).toBe(0);
}, 120_000);
