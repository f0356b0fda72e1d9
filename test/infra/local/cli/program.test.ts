import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import manifest from '../../../../package.json' with { type: 'json' };
import { askAll } from '../support/ask.ts';
import { builtCli } from '../support/built-cli.ts';
import { spawnRunning } from '../support/spawned.ts';
import { useCli } from '../support/use-cli.ts';

const cli = useCli();

test('built, it prints what its code does', async () => {
  expect(await cli.runBuilt(['--help'])).toEqual(await cli.run(['--help']));
});

test.each([
  { args: ['accounts', 'show', 'nobody'], code: 1 },
  { args: ['clock', 'advanse', 'PT1H'], code: 2 },
  { args: ['clock', '--url', 'http://127.0.0.1:9'], code: 3 },
])('ends with $code: $args', async ({ args, code }) => {
  const ended = await cli.runBuilt(args);
  expect(ended).toEqual(await cli.run(args));
  expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(/\S\n$/) });
});

test('reads its standard input', async () => {
  const rule = { match: {}, times: 2, after: 0, effect: { delay: 1 } };
  const { stdout } = await cli.runBuilt(['faults', 'set', '-', '--json'], { stdin: JSON.stringify(rule) });
  expect(JSON.parse(stdout)).toEqual([rule]);
  await cli.json('faults', 'clear');
});

test('a reader that has enough ends it', async () => {
  await cli.json('generate', '--count', '400');
  const exporting = await spawnRunning([builtCli(), 'export'], { env: cli.environment });
  exporting.stopReading();
  expect(await exporting.ended()).toBe(0);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends what goes on', async (signal) => {
  await askAll(cli.server.facts);
  const following = await spawnRunning([builtCli(), 'requests', '--follow', '--json'], {
    env: cli.environment,
  });
  expect(JSON.parse(following.line)).toMatchObject({ status: 200 });
  expect(await following.stop(signal)).toBe(0);
});

test('a start that fails ends the process', async () => {
  const { port } = new URL(cli.server.facts.url);
  expect(await cli.runBuilt(['start', '--port', port])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`Port ${port} is taken`),
  });
});

test('loads nothing but what it depends on', () => {
  const folder = join(dirname(builtCli()), '../../dist');
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  const imported = texts.flatMap((text) => [
    ...text.matchAll(
      /^import [^;]*?from "([^."][^"]*)";$|^import "([^."][^"]*)";$|\bimport\("([^."][^"]*)"\)/gm,
    ),
  ]);
  const packages = imported
    .map(([, from, alone, late]) => from ?? alone ?? late ?? '')
    .filter((name) => !isBuiltin(name))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  // A clone alone loads it, where the tsx of its tests is.
  const known = [...Object.keys(manifest.dependencies), 'esbuild'];
  expect(packages.length).toBeGreaterThan(10);
  expect([...new Set(packages)].filter((name) => !known.includes(name))).toEqual([]);
});

test('begins without any package, and so does a start: each command loads those that it needs', () => {
  const folder = join(dirname(builtCli()), '../../dist');
  const ofStart = readdirSync(folder).filter((name) => name.startsWith('run-server-'));
  expect(ofStart).toHaveLength(1);
  const reached = new Set(['cli.mjs', ...ofStart].map((name) => `./${name}`));
  for (const name of reached) {
    if (!name.startsWith('./')) continue;
    const text = readFileSync(join(folder, name), 'utf8');
    const imported = text.matchAll(/^import (?:[^;]*?from )?"([^"]+)";$/gm);
    for (const [, from = ''] of imported) reached.add(from);
  }
  expect(reached.size).toBeGreaterThan(5);
  expect([...reached].filter((name) => !name.startsWith('./') && !isBuiltin(name))).toEqual([]);
});
