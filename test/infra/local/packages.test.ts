import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

interface Lock {
  packages: Record<string, { dev?: boolean; dependencies?: Record<string, string> }>;
}

const read = <T>(path: string): T =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8')) as T;

const { packages } = read<Lock>('package-lock.json');
const developersOnly = (name: string): boolean | undefined => packages[`node_modules/${name}`]?.dev;

test('a clone without its development packages has what runs its sources', () => {
  expect(developersOnly('tsx')).toBeUndefined();
  for (const name of Object.keys(read<{ dependencies: object }>('package.json').dependencies)) {
    expect(developersOnly(name), name).toBeUndefined();
  }
  expect(developersOnly('typescript')).toBe(true);
});

test('the published package asks for no compiler', () => {
  const { dependencies } = read<{ dependencies: Record<string, string> }>('package.json');
  expect(Object.keys(dependencies)).not.toContain('tsx');
  expect(Object.keys(dependencies)).not.toContain('esbuild');
});
