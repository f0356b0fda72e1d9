import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bundles, buildBundles } from './bundle.ts';

const mostBytes = { 'get-sessions': 510 * 1024, control: 600 * 1024 };

let bundles: Bundles;

beforeAll(async () => {
  bundles = await buildBundles();
});

afterAll(() => {
  bundles.remove();
});

describe.each(['get-sessions', 'control'] as const)('the bundle of %s', (name) => {
  test('is one ES module with its source map', () => {
    const { folder, path } = bundles[name];

    expect(readdirSync(folder).sort()).toEqual(['index.mjs', 'index.mjs.map']);
    expect(readFileSync(path, 'utf8')).toMatch(/export\s*\{[^}]*\bas handler\b[^}]*\}/);
  });

  test('leads stack traces back to the sources', () => {
    const { folder, path } = bundles[name];
    const map: { sources: string[] } = JSON.parse(readFileSync(join(folder, 'index.mjs.map'), 'utf8'));

    expect(readFileSync(path, 'utf8')).toMatch(/\/\/# sourceMappingURL=index\.mjs\.map\s*$/);
    expect(map.sources.filter((source) => source.endsWith(`functions/${name}/handler.ts`))).toHaveLength(1);
    expect(map).not.toHaveProperty('sourcesContent');
  });

  test('needs nothing but Node: the SDK is inside', () => {
    const code = readFileSync(bundles[name].path, 'utf8');
    const imported = [...code.matchAll(/(?:^|[;}])import\s*(?:[\w$*{},\s]+?from\s*)?["']([^"']+)["']/gm)].map(
      ([, module]) => module ?? '',
    );

    expect(imported.filter((module) => !isBuiltin(module))).toEqual([]);
  });

  test('is small enough to start fast', () => {
    expect(bundles[name].bytes).toBeLessThanOrEqual(mostBytes[name]);
  });
});
