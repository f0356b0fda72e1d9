import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { writtenPages } from '../../../infra/docs/pages.ts';

test.each(Object.entries(writtenPages()))('%s is as npm run docs writes it', (path, text) => {
  expect(readFileSync(path, 'utf8')).toBe(text);
});
