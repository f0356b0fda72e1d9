import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { redactText } from '../../functions/vendor/redact.ts';

const folders = ['functions/vendor', 'functions/get-sessions', 'functions/domain'];

const withoutComments = (code: string): string => code.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

/** Texts of the code that are a sentence or a part of one, what is put into them left out. */
function sentencesIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      // The vendor's own words are never redacted.
      file.endsWith('.ts') && !file.endsWith('vendor-errors.ts'),
  );
  return files
    .flatMap(
      (file) =>
        withoutComments(readFileSync(join(folder, file), 'utf8')).match(/'[^'\n]{12,}'|`[^`]{12,}`/g) ?? [],
    )
    .map((text) => text.slice(1, -1).replace(/\$\{[^}]*\}/g, 'x'))
    .filter((text) => /^[A-Za-z].* .* /.test(text));
}

test('what a refusal says in words of its own is not taken for a secret', () => {
  const sentences = folders.flatMap(sentencesIn);
  expect(sentences.length).toBeGreaterThan(30);
  for (const strict of [false, true]) {
    const garbled = sentences.filter((text) => redactText(text, undefined, { strict }) !== text);
    expect(garbled).toEqual([]);
  }
});
