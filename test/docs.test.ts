import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const docs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
const pages = ['README.md', 'CHANGELOG.md', 'SECURITY.md', ...docs.map((name) => join('docs', name))];
const read = (page: string) => readFileSync(join(root, page), 'utf8');

test.each(pages)('%s names only files of the project that are there', (page) => {
  const named = [...read(page).matchAll(/`((?:functions|infra|test)\/[\w./-]+)`/g)].map(
    ([, path = '']) => path,
  );

  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test.each(pages)('%s links only to pages that are there', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, path = '']) => path);

  expect(links.filter((path) => !existsSync(join(root, dirname(page), path)))).toEqual([]);
});

test('the README is read to its end', () => {
  expect(read('README.md').split('\n').length - 1).toBeLessThanOrEqual(120);
});
