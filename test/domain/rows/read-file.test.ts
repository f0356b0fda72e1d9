import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ImportFormatError,
  RowScanner,
  readRows,
  readRowsOf,
} from '../../../functions/domain/rows/read-file.ts';
import { allRows, isMessageRow } from '../../../functions/domain/rows/row-form.ts';
import { timesOf } from '../../support/thorough.ts';
import { assertRuns } from '../../support/time-box.ts';

const first = { sessionId: 's1', botId: 'st-1', userId: 'u-1', start_time: '2026-03-10T12:00:00.000Z' };
const second = { ...first, sessionId: 's2' };
const third = { ...first, sessionId: 's3', note: '},{"sessions":[\n"' };
const { stringify } = JSON;
const [one, two, three] = [stringify(first), stringify(second), stringify(third)];
const pretty = (value: unknown) => stringify(value, undefined, 2);
const response = (...rows: unknown[]) => ({ total: rows.length, moreAvailable: false, sessions: rows });

const forms: [string, string, unknown[]][] = [
  ['nothing', '', []],
  ['blanks', ' \r\n\t\n', []],
  ['a byte order mark alone', '\ufeff', []],
  ['one response', stringify(response(first, second)), [first, second]],
  ['one response, pretty-printed', pretty(response(first, second)), [first, second]],
  ['a response without sessions', stringify(response()), []],
  ['a response with invalidSessions', stringify({ ...response(first), invalidSessions: ['x'] }), [first]],
  ['a response whose sessions come first', `{"sessions":[${one}],"total":1}`, [first]],
  ['an array of rows', `[${one},${two}]`, [first, second]],
  ['an array of rows, pretty-printed', pretty([first, second]), [first, second]],
  ['an array with a row a line at the margin', `[\n${one},\n${two}\n]\n`, [first, second]],
  ['an array that holds no objects', '[1,null,"x",[]]', [1, null, 'x', []]],
  ['an empty array', '[]', []],
  ['an array of responses', stringify([response(first), response(), response(second)]), [first, second]],
  [
    'an array of responses, pretty-printed',
    pretty([response(first), response(second, third)]),
    [first, second, third],
  ],
  [
    'responses, a line each',
    `${stringify(response(first, second))}\n${stringify(response(third))}\n`,
    [first, second, third],
  ],
  [
    'responses, pretty-printed',
    `${pretty(response(first, second))}\n${pretty(response(third))}\n`,
    [first, second, third],
  ],
  [
    'responses without anything between them',
    stringify(response(first)) + stringify(response(second)),
    [first, second],
  ],
  ['arrays one after the other', `[${one}]\n[${two}]`, [first, second]],
  ['NDJSON', `${one}\n${two}`, [first, second]],
  ['NDJSON that ends in a line break', `${one}\n${two}\n`, [first, second]],
  ['NDJSON with CRLF', `${one}\r\n${two}\r\n`, [first, second]],
  ['NDJSON with blank lines', `\n${one}\n\n \t\n${two}\n\n`, [first, second]],
  ['NDJSON behind a byte order mark', `\ufeff${one}\n${two}\n`, [first, second]],
  ['files with a byte order mark put together', `\ufeff${one}\n\ufeff${two}\n`, [first, second]],
  ['NDJSON with a line that is no object', `${one}\n7\n`, [first, 7]],
  [
    'rows one after the other, pretty-printed',
    `${pretty(first)}\n${pretty(third)}\n${pretty(second)}`,
    [first, third, second],
  ],
  [
    'rows, pretty-printed, with CRLF',
    `${pretty(first)}\n${pretty(second)}`.replaceAll('\n', '\r\n'),
    [first, second],
  ],
  ['one row', one, [first]],
  ['one row, pretty-printed', pretty(first), [first]],
  ['an empty object', '{}', [{}]],
  ['a row that has a member sessions', stringify({ ...first, sessions: 3 }), [{ ...first, sessions: 3 }]],
];

describe('the rows of a text', () => {
  test.each(forms)('%s', (_what, text, rows) => {
    const found = [...readRows(text)];
    expect(found.map(({ value }) => value)).toEqual(rows);
    expect(found.map(({ index }) => index)).toEqual(rows.map((_, index) => index));
    expect(found.map(({ text: row }) => row)).toEqual(rows.map((row) => stringify(row)));
  });

  test.each(forms)('in parts of any length: %s', async (_what, text) => {
    const whole = [...readRows(text)];
    await assertRuns(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
        async (sizes) => {
          async function* parts() {
            for (let at = 0, n = 0; at < text.length; n++) {
              const size = sizes[n % sizes.length] ?? 1;
              yield text.slice(at, at + size);
              at += size;
            }
          }
          const found = [];
          for await (const row of readRowsOf(parts())) found.push(row);
          expect(found).toEqual(whole);
        },
      ),
      { numRuns: timesOf(20) },
    );
  });

  test('any rows in any form, blanks or not', () => {
    const row = fc.dictionary(
      fc.string().filter((name) => !['sessions', 'errors'].includes(name)),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), fc.nat(3), (rows, spaces) => {
        const text = (value: unknown) => stringify(value, undefined, spaces);
        const known = rows.map((value) => ({ sessionId: 's', ...value }));
        for (const form of [text(known), text(response(...known)), known.map(text).join('\n')]) {
          expect([...readRows(form)].map((found) => found.text)).toEqual(
            known.map((value) => stringify(value)),
          );
        }
      }),
      { numRuns: timesOf(200) },
    );
  });

  test('tells where each row begins', () => {
    const text = `${pretty(response(first))}\n${one}\n\n[${two},\n${three}]`;
    expect([...readRows(text)].map(({ line }) => line)).toEqual([5, 13, 15, 16]);
  });

  test.each([
    ['a broken line among good ones', `${one}\n{"sessionId":\n${two}\n`, [0, 2], [[1, 2]]],
    [
      'several of them',
      `${one}\n{"a":[\n{"b\n${two}\noops\n${three}`,
      [0, 3, 5],
      [
        [1, 2],
        [2, 3],
        [4, 5],
      ],
    ],
    ['a last line that is cut off', `${one}\n${two}\n${three.slice(0, 30)}`, [0, 1], [[2, 3]]],
    ['a row with a comma before its end', `${one}\n${two.slice(0, -1)},}\n${three}`, [0, 2], [[1, 2]]],
  ] as [string, string, number[], [number, number][]][])('%s', (_what, text, good, broken) => {
    const found = [...readRows(text)];
    expect(found.filter((row) => row.text !== undefined).map(({ index }) => index)).toEqual(good);
    expect(found.filter((row) => row.text === undefined).map(({ index, line }) => [index, line])).toEqual(
      broken,
    );
  });
});

describe('rows of both APIs', () => {
  const message = { _id: 'ms-1', sessionId: 'a', createdOn: '2026-03-10T12:00:00Z' };
  const session = { sessionId: 'a', botId: 'st-1', start_time: '2026-03-10T12:00:00Z' };
  const found = (text: string) =>
    [...readRows(text, allRows)].map((row) => [isMessageRow(row), row.index, row.value]);

  test.each([
    ['one after the other', [session, message].map((row) => JSON.stringify(row)).join('\n')],
    ['in an array', JSON.stringify([session, message], null, 2)],
    ['in both lists of an object', JSON.stringify({ sessions: [session], total: 1, messages: [message] })],
    ['in answers', JSON.stringify([{ sessions: [session] }, { total: 1, messages: [message] }])],
    [
      'in answers, one a line',
      `{"sessions":[${JSON.stringify(session)}]}\n{"messages":[${JSON.stringify(message)}]}`,
    ],
    ['with an empty list', JSON.stringify({ messages: [], sessions: [session, message] })],
  ])('%s', (_, text) => {
    expect(found(text)).toEqual([
      [false, 0, session],
      [true, 1, message],
    ]);
  });

  test('a session with an _id is one, and a message with a list of messages too', () => {
    const odd = { ...message, messages: [1] };
    expect(found(JSON.stringify([{ _id: 'x', ...session }, odd]))).toEqual([
      [false, 0, { _id: 'x', ...session }],
      [true, 1, odd],
    ]);
  });

  test('a list that is none is told', () => {
    expect(() => found('{"sessions":[],"messages":7}')).toThrow('"messages" is 7, and not an array');
    expect(found('{"sessions":[],"messages":null}')).toEqual([]);
  });

  test('a row may have a member that is called like a list', () => {
    const row = { messages: 4, sessionId: 's1' };
    expect(found(JSON.stringify(row))).toEqual([[false, 0, row]]);
    expect(() => found('{"messages":4,"total":1}')).toThrow('"messages" is 4, and not an array');
    expect(() => found('{"errors":[{"msg":"no"}]}')).toThrow('and no sessions or messages');
  });
});

describe('a text that holds no sessions', () => {
  const shown = pretty(response(first, second));

  test.each([
    ['a word', 'sessions', 'Line 1, column 1: this is not JSON'],
    ['a number', '12', 'Line 1, column 1: this is no object'],
    ['null', 'null', 'Line 1, column 1: this is no object'],
    ['CSV', 'sessionId,botId\ns1,st-1\n', 'Line 1, column 1: this is not JSON'],
    ['an array cut off', `[${one},`, `Line 1, column ${one.length + 3}: the text is cut off here`],
    ['a row cut off', one.slice(0, -2), `Line 1, column ${one.length - 1}: the text is cut off here`],
    ['a response cut off', shown.slice(0, -40), 'Line 15, column'],
    [
      'a response without its last bracket',
      stringify(response(first)).slice(0, -1),
      'the text is cut off here',
    ],
    [
      'the second of two responses cut off',
      `${stringify(response(first))}\n${stringify(response(second)).slice(0, -9)}`,
      'Line 2, column',
    ],
    [
      'an error of the API',
      '{"errors":[{"msg":"Invalid JWT token","code":4002}]}',
      'Line 1, column 1: this is an error that the API has answered ("Invalid JWT token")',
    ],
    [
      'an error among pages',
      `${stringify(response(first))}\n{"errors":[{"msg":"x","code":4002}]}`,
      'Line 2, column 1: this is an error that the API',
    ],
    [
      'sessions null',
      '{\n  "total": 0,\n  "sessions": null\n}',
      'Line 3, column 15: "sessions" is null, and not an array',
    ],
    ['sessions a text', '{"sessions":"none"}', 'Line 1, column 13: "sessions" is "none", and not an array'],
    [
      'an array with a comma before its end',
      `[${one},\n${two},\n]`,
      `Line 2, column ${two.length + 1}: a comma stands before ]`,
    ],
    ['a response with a comma before its end', `{"sessions":[${one}],}`, 'a comma stands before }'],
    [
      'rows with commas, in no brackets',
      `${one},\n${two}`,
      `Line 1, column ${one.length + 1}: a comma stands behind a row`,
    ],
    ['an array without a comma', `[${one}\n${two}]`, 'Line 2, column 1: a comma or ] is missing'],
    ['a text with a line break', '[{"a":"x\ny"}]', 'Line 1, column 9: a text is not closed on its line'],
    [
      'a pretty-printed row that is broken',
      `${pretty(first)}\n${pretty(second).replace(',', '')}\n${one}`,
      'Line 9, column 3: a comma or } is missing',
    ],
    ['single quotes', "[{'a':1}]", 'Line 1, column 3: the name of a member is missing'],
    ['NaN', '[{"a":NaN}]', 'Line 1, column 7: "NaN" stands where a value should'],
    ['what is nested too deep', `[${'['.repeat(200)}`, 'it is nested more than 100 levels deep'],
    ['a backslash before no character', '[{"a":"\\x00000"}]', 'Line 1, column 8: a backslash'],
    ['every line broken', '{"a":\n{"b":\n', 'the text is cut off here'],
  ])('%s', (_what, text, message) => {
    expect(() => [...readRows(text)]).toThrow(ImportFormatError);
    expect(() => [...readRows(text)]).toThrow(message);
  });

  test('is told for any text that is cut off or changed, or its rows are JSON', () => {
    const text = `${pretty(response(first, third))}\n${one}\n[${two}]\n`;
    fc.assert(
      fc.property(
        fc.nat(text.length),
        fc.constantFrom('', '{', '}', '[', ']', ',', '"', '\\', '\n', 'x'),
        (at, put) => {
          for (const broken of [text.slice(0, at) + put, text.slice(0, at) + put + text.slice(at + 1)]) {
            try {
              for (const row of readRows(broken)) {
                if (row.text !== undefined) expect(JSON.parse(row.text)).toEqual(row.value);
              }
            } catch (error) {
              expect(error).toBeInstanceOf(ImportFormatError);
            }
          }
        },
      ),
      { numRuns: timesOf(1000) },
    );
  });
});

describe('the processor time a text takes', () => {
  const repeated = (unit: string, bytes: number) => unit.repeat(Math.ceil(bytes / unit.length));

  function timeOf(text: string): number {
    const began = process.cpuUsage();
    const scanner = new RowScanner();
    try {
      for (let at = 0; at < text.length; at += 4096) for (const _ of scanner.push(text.slice(at, at + 4096)));
      for (const _ of scanner.end());
    } catch (error) {
      if (!(error instanceof ImportFormatError)) throw error;
    }
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1000;
  }

  const best = (text: string, runs: number) => Math.min(...Array.from({ length: runs }, () => timeOf(text)));

  test.each([
    ['rows', (bytes: number) => repeated(`${one}\n`, bytes)],
    ['rows of one array on one line', (bytes: number) => `[${repeated(`${one},`, bytes)}${one}]`],
    ['one long text', (bytes: number) => `[{"a":"${'x'.repeat(bytes)}"}]`],
    ['one text of escapes', (bytes: number) => `[{"a":"${repeated('\\n', bytes)}"}]`],
    ['one text that never ends', (bytes: number) => `[{"a":"${'x'.repeat(bytes)}`],
    ['lines that open a bracket', (bytes: number) => repeated('{"a":\n', bytes)],
    [
      'lines that open an array, and elements',
      (bytes: number) => repeated(`{"a":[\n${repeated('1,\n', 600)}`, bytes),
    ],
    ['opening brackets', (bytes: number) => '['.repeat(bytes)],
    ['blanks', (bytes: number) => ' '.repeat(bytes)],
    ['line breaks', (bytes: number) => '\n'.repeat(bytes)],
    ['one long row', (bytes: number) => `[{${repeated('"a":1,', bytes)}"b":2}]`],
    ['lines of no object', (bytes: number) => repeated('7\n', bytes)],
  ])('grows with its length: %s', (_what, make) => {
    // Sixteen times the text, where time in proportion to its square would be 256; below 1 ms a clock tells little.
    const most = 100 * Math.max(best(make(64 * 1024), 5), 1);
    const large = make(1024 * 1024);
    // Once is enough where nothing else disturbs it.
    const took = timeOf(large);
    expect(took < most ? took : best(large, 3)).toBeLessThan(most);
  });
});
