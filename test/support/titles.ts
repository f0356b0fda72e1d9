import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'vite';

const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** A test by its title, behind the titles of the groups that it stands in. */
export interface TitledTest {
  file: string;
  title: string;
}

type Call = Parameters<NonNullable<ConstructorParameters<typeof Visitor>[0]['CallExpression']>>[0];

/** The tests of the files under a folder of the project, as their texts have them: `%s` is `%s`. */
export function testsUnder(folder: string): TitledTest[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .sort()
    .flatMap((file) =>
      titlesIn(file, readFileSync(join(projectRoot, file), 'utf8')).map((title) => ({ file, title })),
    );
}

/** The titles of the tests in a file's text, each behind those of its groups. */
export function titlesIn(file: string, text: string): string[] {
  const { program } = parseSync(file, text);
  const groups: string[] = [];
  const found: string[] = [];
  new Visitor({
    CallExpression(call) {
      const title = titleOf(call);
      if (title === undefined) return;
      if (nameOf(call.callee) === 'describe') groups.push(title);
      else found.push([...groups, title].join(' > '));
    },
    'CallExpression:exit'(call) {
      if (titleOf(call) !== undefined && nameOf(call.callee) === 'describe') groups.pop();
    },
  }).visit(program);
  return found;
}

/** The title of a call that makes a test or a group; undefined of any other, and of one that is skipped. */
function titleOf({ callee, arguments: [first, second] }: Call): string | undefined {
  if (!['describe', 'it', 'test'].includes(nameOf(callee)) || second === undefined) return undefined;
  if (first?.type === 'Literal' && typeof first.value === 'string') return first.value;
  if (first?.type !== 'TemplateLiteral') return undefined;
  return first.quasis.map(({ value }) => value.cooked).join('%s');
}

/** What a call is of: `it` of `it(…)`, `it.each(…)(…)` and `` it.each`…` ``; skipped ones are of nothing. */
function nameOf(callee: Call['callee']): string {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type === 'CallExpression') return nameOf(callee.callee);
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return '';
  return ['skip', 'todo'].includes(callee.property.name) ? '' : nameOf(callee.object);
}
