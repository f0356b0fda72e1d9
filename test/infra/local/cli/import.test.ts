import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useCli } from '../support/use-cli.ts';

const cli = useCli();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kore-sessions-emulator-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function row(number: number): Record<string, unknown> {
  return {
    sessionId: `69b00000${number.toString(16).padStart(16, '0')}`,
    botId: cli.server.facts.account.bots[0]?.botId,
    userId: 'u-1',
    start_time: '2026-03-01T09:00:00.000Z',
  };
}

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const lines = (rows: unknown[]): string => rows.map((each) => JSON.stringify(each)).join('\n');

describe('import', () => {
  test.each([
    { form: 'a JSON array', text: () => JSON.stringify([row(1), row(2)], null, 2) },
    { form: 'a getSessions response', text: () => JSON.stringify({ total: 2, sessions: [row(1), row(2)] }) },
    { form: 'NDJSON', text: () => `${lines([row(1), row(2)])}\n\n` },
    { form: 'NDJSON in gzip', text: () => gzipSync(lines([row(1), row(2)])) },
    { form: 'one session', text: () => JSON.stringify(row(1), null, 2) },
    { form: 'nothing', text: () => '' },
  ])('takes $form', async ({ form, text }) => {
    const expected = form === 'nothing' ? 0 : form === 'one session' ? 1 : 2;

    const { code, stdout, stderr } = await cli.run(['import', file('rows', text()), '--json']);

    const { written, replaced, rejected } = JSON.parse(stdout);
    expect({ code, stderr, count: written + replaced, rejected }).toEqual({
      code: 0,
      stderr: '',
      count: expected,
      rejected: [],
    });
  });

  test('takes stdin, says so to people, and shows no bar to a pipe', async () => {
    const { code, stdout, stderr } = await cli.run(['import', '-'], { stdin: lines([row(11), row(12)]) });

    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: '2 sessions in: 2 new, 0 replaced; 0 rows rejected.\n',
      stderr: '',
    });
  });

  test('keeps the good rows, names the bad ones by their place in the file, and ends with 4', async () => {
    const rows = Array.from({ length: 1205 }, (_, index) => JSON.stringify(row(100 + index)));
    rows[3] = '{"sessionId":';
    rows[7] = '5';
    rows[1203] = JSON.stringify({ ...row(1), sessionId: 'late', botId: 'st-nobody' });
    const path = file('mixed.ndjson', rows.join('\n'));

    const { code, stdout, stderr } = await cli.run(['import', path, '--json']);

    const result = JSON.parse(stdout);
    expect({ code, written: result.written }).toEqual({ code: 4, written: 1202 });
    expect(result.rejected).toEqual([
      { index: 3, reason: 'line 4 is not JSON', line: 4 },
      { index: 7, reason: 'the row is a number, and not an object', line: 8 },
      {
        index: 1203,
        sessionId: 'late',
        reason:
          'botId: the account has no bot st-nobody; addBots=true (--add-bots) adds the bots of the rows',
        line: 1204,
      },
    ]);
    expect(stderr).toContain('Rejected: row 4: line 4 is not JSON\n');
    expect(stderr).toContain('Rejected: row 1204 (late): botId');
  });

  test.each([
    { name: 'is not there', content: undefined, says: 'cannot be read: ENOENT' },
    { name: 'holds no sessions', content: '"hello"', says: 'Line 1, column 1: this is no object' },
    {
      name: 'is broken gzip',
      content: gzipSync('x').subarray(0, 12),
      says: 'cannot be read: unexpected end of file',
    },
  ])('says what is wrong with a file that $name', async ({ content, says }) => {
    const path = content === undefined ? join(folder, 'missing') : file('bad', content);

    const { code, stdout, stderr } = await cli.run(['import', path]);

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(says);
  });
});
