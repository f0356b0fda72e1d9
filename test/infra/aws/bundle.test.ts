import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildConsole } from '../../../infra/console/build.ts';
import { type Bundles, buildBundles } from './bundle.ts';

let bundles: Bundles;

beforeAll(async () => {
  bundles = await buildBundles();
});

afterAll(() => {
  bundles.remove();
});

/** Names of files in the folder, but for the console's. */
const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => !/^console\b/.test(file))
    .sort();

const modulesOf = (folder: string): string[] => filesOf(folder).filter((file) => file.endsWith('.mjs'));

describe.each(['get-sessions', 'control'] as const)('the bundle of %s', (name) => {
  test('is an ES module with its parts, and a source map of each', () => {
    const { folder, path } = bundles[name];
    const modules = modulesOf(folder);
    const parts = modules.filter((file) => /^[\w-]+-[0-9A-Z]{8}\.mjs$/.test(file));

    expect(modules).toEqual(['index.mjs', ...parts].sort());
    expect(filesOf(folder)).toEqual(modules.flatMap((file) => [file, `${file}.map`]).sort());
    expect(readFileSync(path, 'utf8')).toMatch(/export\s*\{[^}]*\bas handler\b[^}]*\}/);
  });

  test('leads stack traces back to the sources', () => {
    const { folder } = bundles[name];
    const sources = modulesOf(folder).map((file) => {
      const map: { sources: string[] } = JSON.parse(readFileSync(join(folder, `${file}.map`), 'utf8'));
      expect(readFileSync(join(folder, file), 'utf8')).toContain(
        `//# sourceMappingURL=${basename(file)}.map`,
      );
      expect(map).not.toHaveProperty('sourcesContent');
      return map.sources;
    });
    const all = sources.flat().map((source) => source.replace(/^(\.\.\/)+/, ''));

    expect(all).toContain(`functions/${name}/handler.ts`);
    // Each source once: where one were there twice, its errors and its memory would be too.
    expect(all).toEqual([...new Set(all)]);
  });

  test('needs nothing but Node: the SDK is inside', () => {
    const { folder } = bundles[name];
    const imported = modulesOf(folder).flatMap((file) => {
      const code = readFileSync(join(folder, file), 'utf8');
      return [...code.matchAll(/(?:^|[;}])import\s*(?:[\w$*{},\s]+?from\s*)?["']([^"']+)["']/gm)].map(
        ([, module = '']) => (module.startsWith('.') ? join(dirname(file), module) : module),
      );
    });

    expect(imported).toContain('node:crypto');
    expect(imported.filter((module) => !isBuiltin(module) && !modulesOf(folder).includes(module))).toEqual(
      [],
    );
  });
});

test('the control function has the console beside its code, in the bytes that a clone serves', async () => {
  const folder = join(bundles.control.folder, 'console');
  const built = await buildConsole();

  expect(readdirSync(folder).sort()).toEqual([...built.keys()].sort());
  for (const [name, bytes] of built) {
    expect(readFileSync(join(folder, name)).equals(bytes), name).toBe(true);
  }
  // Nobody loads it who does not look at it.
  const phrase = 'generate-title';
  expect([...built.values()].some((bytes) => Buffer.from(bytes).includes(phrase))).toBe(true);
  for (const file of modulesOf(bundles.control.folder)) {
    expect(readFileSync(join(bundles.control.folder, file), 'utf8'), file).not.toContain(phrase);
  }
});
