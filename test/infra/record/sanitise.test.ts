import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RealRow } from '../../../infra/real-api/outcome.ts';
import { checkRows } from '../../../infra/record/check.ts';
import { isLanguage } from '../../../infra/record/harmless.ts';
import { Replacements } from '../../../infra/record/replacements.ts';
import { type SanitisedRow, sanitise } from '../../../infra/record/sanitise.ts';
import { marked } from '../../../infra/record/sanitised.ts';
import { sessionForm } from '../../../infra/record/session-form.ts';
import { timesOf } from '../../support/thorough.ts';
import { personalRow } from './personal.ts';

const dayMs = 86_400_000;
const shiftMs = -42 * dayMs;

const sanitised = (rows: readonly RealRow[], key: string, keep: readonly string[] = []) => {
  const replacements = new Replacements(Buffer.from(key));
  return {
    rows: sanitise(rows, { form: sessionForm, replacements, shiftMs, keep }),
    originals: replacements.originals,
  };
};

/** What may stand in a recording as it stood in the source: the short list, by itself. */
const mayStay = new Set(
  `sms email rtm slack skype twitter msteams api kore facebook skypeforbusiness korevg interactive non-interactive
   active closed dropOff selfService agent en true false`
    .split(/\s+/)
    .concat(''),
);
const memberNames = new Set(
  `sessionId botId channel userId start_time end_time session_lang sessionType isDeveloper sessionStatus tags
   noOfMessagesExchanged noOfTasksExecuted containmentType userTags sessionTags altText name value`.split(
    /\s+/,
  ),
);

/** Every text within: names of members, values, numbers as they are written. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return Object.entries(value).flatMap(([name, inner]) => [name, ...textsOf(inner)]);
}

const isTime = (text: string): boolean => /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text);
const isSmallCount = (text: string): boolean => /^\d{1,5}$/.test(text);

describe('sanitising', () => {
  const key = fc.stringMatching(/^[a-z]{32}$/);

  test('leaves no text of the source, wherever it stood, but those of the short list', () => {
    fc.assert(
      fc.property(fc.array(personalRow, { minLength: 1, maxLength: 5 }), key, (rows, seed) => {
        const written = sanitised(rows, seed).rows.flatMap(textsOf);
        const source = new Set(rows.flatMap(textsOf));
        const spoken = new Set(rows.flatMap((row) => textsOf(row['session_lang'])).filter(isLanguage));
        const stayed = written
          .filter((text) => source.has(text) && !mayStay.has(text) && !spoken.has(text))
          .filter((text) => !memberNames.has(text) && !isSmallCount(text));
        expect(stayed).toEqual([]);
        const long = [...source].filter(
          (text) => text.length >= 8 && !mayStay.has(text) && !memberNames.has(text),
        );
        const all = written.filter((text) => !isTime(text) && !mayStay.has(text) && !memberNames.has(text));
        expect(long.filter((text) => all.some((each) => each.includes(text)))).toEqual([]);
      }),
      { numRuns: timesOf(1000) },
    );
  });

  test('passes the check, which trusts nothing of it', () => {
    fc.assert(
      fc.property(fc.array(personalRow, { minLength: 1, maxLength: 5 }), key, (rows, seed) => {
        const { rows: written, originals } = sanitised(rows, seed);
        expect(() => checkRows(written, sessionForm, originals, [])).not.toThrow();
      }),
      { numRuns: timesOf(500) },
    );
  });

  test('replaces the same by the same, and different texts by different ones', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 50 }), key, (texts, seed) => {
        const replacements = new Replacements(Buffer.from(seed));
        replacements.expect(texts);
        const made = texts.map((text) => replacements.of(text));
        expect(texts.map((text) => replacements.of(text))).toEqual(made);
        expect(new Set(made).size).toBe(made.length);
      }),
    );
  });

  test('many short numbers do not fail the check by chance', () => {
    const base = { start_time: '2026-03-10T12:34:56.789Z' };
    const rows = Array.from({ length: 20_000 }, (_, index) => ({
      ...base,
      sessionId: `69b01a00${index.toString(16).padStart(16, '0')}`,
      userId: String(10_000_000 + index * 4_321),
    }));
    const { rows: written, originals } = sanitised(rows, 'key');
    expect(() => checkRows(written, sessionForm, originals, [])).not.toThrow();
  });

  test('signs without a letter or digit stay signs, and fail nothing', () => {
    const row = {
      sessionId: 'a',
      start_time: '2026-03-10T12:34:56.789Z',
      userId: '------------',
      note: 'a ------------- b',
    };
    const { rows: written, originals } = sanitised([row], 'key');
    expect(() => checkRows(written, sessionForm, originals, [])).not.toThrow();
  });

  test('a language that is an object with the name of a method', () => {
    const row = {
      sessionId: 'a',
      start_time: '2026-03-10T12:34:56.789Z',
      session_lang: { toString: 'Jane' },
    };
    expect(JSON.stringify(sanitised([row], 'key').rows)).not.toMatch(/Jane|toString/);
  });

  test('keeps the shape: prefix and form of ids, the time of a session id beside the start, the times of day', () => {
    const [row] = sanitised(
      [
        {
          sessionId: '69b01a00aaaabbbbccccdddd',
          botId: 'st-11111111-2222-3333-4444-555555555555',
          userId: 'jane.miller@example.com',
          start_time: '2026-03-10T12:34:56.789Z',
          end_time: '2026-03-10T12:44:56.789Z',
          tags: { userTags: [{ name: 'phone', value: '+49 170 1234567' }], sessionTags: [] },
          isDeveloper: false,
        },
      ],
      'key',
    ).rows;
    expect(row).toMatchObject({
      sessionId: expect.stringMatching(/^[0-9a-f]{24}$/),
      botId: expect.stringMatching(/^st-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      userId: expect.stringMatching(/^[a-z]{4}\.[a-z]{6}@[a-z]{7}\.[a-z]{3}$/),
      start_time: '2026-01-27T12:34:56.789Z',
      end_time: '2026-01-27T12:44:56.789Z',
      isDeveloper: false,
    });
    const id = String(row?.['sessionId']);
    expect(Number.parseInt(id.slice(0, 8), 16)).toBe(0x69b01a00 + shiftMs / 1000);
  });

  test('keeps a member that was named, and no other', () => {
    const row = {
      sessionId: 'a',
      start_time: '2026-03-10T12:34:56.789Z',
      userId: 'Jane',
      note: 'Jane M',
      city: 'Bonn',
    };
    const [written] = sanitised([row], 'key', ['note']).rows;
    expect(written?.['note']).toBe('Jane M');
    expect(JSON.stringify(written)).not.toMatch(/Bonn|city|"Jane"/);
  });
});

describe('the check before anything is written', () => {
  const check =
    (row: Record<string, unknown>, originals: string[] = [], keep: string[] = []) =>
    () =>
      checkRows([marked(row)] as SanitisedRow[], sessionForm, new Set(originals), keep);

  test.each<[string, Record<string, unknown>, string[]]>([
    ['a replaced value', { userId: 'bcdfghjkmn' }, ['bcdfghjkmn']],
    ['a replaced value within another', { userId: 'xx bcdfghjkmnpq xx' }, ['bcdfghjkmnpq']],
    ['a replaced value as the name of a member', { bcdfghjkmn: 1234567890 }, ['bcdfghjkmn']],
    ['a word', { userId: 'Jane Miller' }, []],
    ['a word in a tag', { tags: { sessionTags: [{ name: 'intent', value: true }] } }, []],
    ['a word in a list', { userId: ['bcdfghjkmn', 'hello'] }, []],
    ['a name of a member that is not known', { note: true }, []],
    ['a channel that is not known', { channel: 'jane' }, []],
    ['a language that is none', { session_lang: ['jane'] }, []],
    ['a type that is not known', { sessionType: 'about Jane' }, []],
  ])('refuses %s', (_, row, originals) => {
    expect(check(row, originals)).toThrow('Nothing was written');
  });

  test('says what to do about a member that is kept', () => {
    expect(check({ userId: 'Jane Miller' }, ['Jane Miller'], ['userId'])).toThrow(
      /Leave userId out of --keep/,
    );
  });

  test('does not say what it found', () => {
    expect(check({ userId: 'Jane Miller' })).toThrow(/^(?!.*Jane).*userId/);
  });

  test('lets pass what is harmless, what was replaced, and what was to be kept', () => {
    expect(
      check({ channel: 'rtm', userId: 'bcdfghjkmn', isDeveloper: 0, note: 'Jane' }, [], ['note']),
    ).not.toThrow();
  });
});
