import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../functions/domain/default-settings.ts';
import { countByLabel, fidelityRows } from '../../../functions/domain/fidelity/rows.ts';
import type { Declaration } from '../../../functions/domain/settings/declare.ts';
import { declaredSettings, settingNames } from '../../../functions/domain/settings/declared.ts';
import { vendorErrorNames } from '../../../functions/domain/vendor-errors.ts';
import { testsUnder, titlesIn } from '../../support/titles.ts';

const ids = fidelityRows.map(({ id }) => id);

/** The rows that a title names: `[window.exactly, window.lastDay]`; none but `emulator` where it holds none. */
function namedIn(title: string): string[] {
  const brackets = [...title.matchAll(/\[(emulator|[a-zA-Z]+\.\w+(?:, [a-zA-Z]+\.\w+)*)\]/g)];
  return brackets.flatMap(([, names = '']) => names.split(', '));
}

describe('the fidelity table', () => {
  test('names each row once, and none without an answer', () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect(fidelityRows.filter(({ asked, answer }) => asked === '' || answer === '')).toEqual([]);
  });

  test('says of each documented or observed row what it stands on', () => {
    const bare = fidelityRows.filter(({ label, evidence }) => /^(?:d|o)/.test(label) && evidence === '');
    expect(bare.map(({ id }) => id)).toEqual([]);
  });

  test('names settings that there are', () => {
    const known = new Set([
      ...Object.keys(defaultSettings),
      ...vendorErrorNames.map((name) => `errors.${name}`),
    ]);
    expect(fidelityRows.flatMap(({ settings }) => settings).filter((name) => !known.has(name))).toEqual([]);
  });

  test('counts every row under one label', () => {
    const counted = Object.values(countByLabel(fidelityRows)).reduce((sum, count) => sum + count, 0);
    expect(counted).toBe(fidelityRows.length);
  });
});

describe('tests of the contract', () => {
  const tests = testsUnder('test/contract');
  const named = new Set(tests.flatMap(({ title }) => namedIn(title)));

  test('name the rows that they hold, or [emulator]', () => {
    const nameless = tests.filter(({ title }) => namedIn(title).length === 0);
    expect(nameless).toEqual([]);
  });

  test('name rows that there are', () => {
    expect([...named].filter((id) => id !== 'emulator' && !ids.includes(id))).toEqual([]);
  });

  test('hold every row', () => {
    expect(ids.filter((id) => !named.has(id))).toEqual([]);
  });
});

describe('settings', () => {
  const texts = readdirSync('test/contract')
    .filter((name) => /settings|^messages/.test(name))
    .map((name) => readFileSync(`test/contract/${name}`, 'utf8'))
    .join();

  test('have a test of the contract for each of their words', () => {
    const words = settingNames.flatMap((name) => {
      const declaration: Declaration = declaredSettings[name];
      return declaration.kind === 'choice' ? declaration.values.map((value) => `${name} ${value}`) : [name];
    });
    const others = ['activeEndTime', 'generatedAltText', 'maxResponseBytes', 'journal'];
    const missing = words.filter((word) => !texts.includes(word));
    expect(missing.filter((word) => !others.some((name) => word.startsWith(name)))).toEqual([]);
  });

  test('are all named by a row, but for those that change no answer', () => {
    const named = new Set<string>(fidelityRows.flatMap((row) => row.settings));
    expect(settingNames.filter((name) => !named.has(name))).toEqual([
      'journal',
      'journalAnswers',
      'journalSeconds',
    ]);
  });
});

describe('reading titles', () => {
  test('finds every form of tests, behind their groups, and none that is skipped', () => {
    const text = `
      describe.each(routes)('group %s', (route) => {
        it('one', () => {});
        describe('inner', () => { test.each<[string]>([['x']])(\`two \${route}\`, async () => {}); });
      });
      it.concurrent('three', () => {});
      it.skip('not this', () => {});
      other('nor this', () => {});
      const cases = [['[a.b] four', 1], ['[c.d] five', 2]];
      it.each(cases)('%s', () => {});
    `;
    const titles = ['group %s > one', 'group %s > inner > two %s', 'three', '[a.b] four', '[c.d] five'];
    expect(titlesIn('a.test.ts', text)).toEqual(titles);
  });
});
