import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isThorough } from '../../../support/thorough.ts';
import { indexBeside, removeFolder, scanAll, temporaryFolder, withFolder } from './use-engine.ts';

const projectRoot = fileURLToPath(new URL('../../../../', import.meta.url));
const source = fileURLToPath(new URL('crash-writer.ts', import.meta.url));
const table = 'crash';
const kills = isThorough ? 20 : 4;
const folder = temporaryFolder();
afterAll(() => {
  removeFolder(folder);
  removeFolder(built);
});
// Inside node_modules, so that it finds the packages it needs; built, as it starts in a third of the time.
const built = mkdtempSync(join(projectRoot, 'node_modules', '.kore-sessions-emulator-'));
const writer = join(built, 'crash-writer.mjs');
beforeAll(() =>
  build({
    entryPoints: [source],
    outfile: writer,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  }),
);

type Held = Record<string, number>;

/** What the writer has been told is kept, and what it was about to write when it was killed. */
interface Told {
  done: Held[];
  begun: Held | undefined;
}

/** Runs the writer for so long after its first acknowledged write, and kills it. */
async function writeUntilKilled(firstCall: number, ms: number): Promise<Told> {
  const args = [writer, folder, table, String(firstCall)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const told: Told = { done: [], begun: undefined };
  for await (const line of createInterface(child.stdout)) {
    if (!line.endsWith(']')) break;
    const [what, held] = JSON.parse(line) as [string, Held];
    if (what === 'begun') told.begun = held;
    else {
      if (told.done.length === 0) void sleep(ms).then(() => child.kill('SIGKILL'));
      told.done.push(held);
      told.begun = undefined;
    }
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return told;
}

test('whenever it is killed, what was acknowledged is there, and the index is what the items say', async () => {
  let kept: Held = {};
  let calls = 1;
  for (let kill = 0; kill < kills; kill++) {
    const { done, begun } = await writeUntilKilled(calls, Math.random() * 150);
    expect(done.length).toBeGreaterThan(0);
    calls += done.length + 1;
    kept = Object.assign({}, kept, ...done);
    const found = await withFolder(folder, table, async (client) => {
      const { index, expected } = await indexBeside(client, table);
      expect(index).toEqual(expected);
      return scanAll(client, { TableName: table });
    });
    const held: Held = Object.fromEntries(found.map(({ sk, f }) => [sk, f]));
    // What was removed holds 0.
    const asHeld = (each: Held): Held => Object.fromEntries(Object.entries(each).filter(([, f]) => f !== 0));
    expect([asHeld(kept), asHeld({ ...kept, ...begun })]).toContainEqual(held);
    kept = held;
  }
}, 180_000);
