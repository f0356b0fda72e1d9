import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countsText, fidelityPage } from './fidelity-page.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where a page has a sentence that is written, and all else is by hand. */
const counts = /(<!-- counts -->).*?(<!-- \/counts -->)/s;

/** What functions say of the project. */
function projectModule(): string {
  const { version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  return `// Written by \`npm run docs\`: a function that loads little does not load package.json.

export const version = '${version}';
export const license = '${license}';
`;
}

/** What is written from the code and from package.json, by its path from the root: the text as it should be. */
export function writtenPages(): Record<string, string> {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  if (!counts.test(readme))
    throw new Error('README.md has no place for the counts: <!-- counts --><!-- /counts -->.');
  return {
    'docs/fidelity.md': fidelityPage(),
    'functions/domain/project.ts': projectModule(),
    'README.md': readme.replace(counts, (_, before: string, after: string) => before + countsText() + after),
  };
}
