import { expect, test } from 'vitest';
import { requestLine } from '../../../infra/local/request-line.ts';

const entry = { method: 'POST', path: '/x', query: '', status: 401, durationMs: 1 };
const forged = 'a\n200 POST /forged 1 ms\r\u2028b\u2029c\u0085d\u202ee\u001b[2J';

test.each([
  ['path', { path: forged }],
  ['query', { query: forged }],
  ['method', { method: forged }],
  ['reason', { reason: { code: 'bot_unknown', text: forged } }],
  ['unread names', { unread: [forged] }],
  ['notes', { notes: [forged] }],
])('a line break in the %s makes no line', (_, part) => {
  expect(requestLine({ ...entry, ...part })).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]+$/u);
});

test('the lines of a stack are set in', () => {
  const stack = `Error: ${forged}\n    at a\n200 POST /forged 1 ms`;
  const [first, ...others] = requestLine({ ...entry, error: { name: 'Error', message: '', stack } }).split(
    '\n',
  );
  expect(first).toMatch(/^401 POST \/x 1 ms {2}Error: a$/);
  for (const line of others) expect(line).toMatch(/^ {4}[^\p{C}\p{Zl}\p{Zp}]+$/u);
});

test('notes are told', () => {
  expect(requestLine({ ...entry, notes: ['exp is in the year 58,000: milliseconds?'] })).toContain(
    'note: exp is in the year 58,000: milliseconds?',
  );
});
