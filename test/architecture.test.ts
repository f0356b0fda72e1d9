import { describe, expect, test } from 'vitest';
import { arrowsIn, circlesIn, readImports, specifiersIn } from './support/imports.ts';
import { mayImport, mayReach, roomOf } from './support/rooms.ts';

const graph = readImports(['functions', 'infra']);
const room = (file: string) => roomOf(file) ?? 'no line of the table';

describe('imports of functions and infra', () => {
  test('go only where test/support/rooms.ts lets them', () => {
    const wrong = arrowsIn(graph, room).filter(({ from, to }) => !mayReach(from, to));

    expect(wrong.map(({ from, to, file, target }) => `${from} -> ${to}: ${file} imports ${target}`)).toEqual(
      [],
    );
  });

  test('make no circle of files', () => {
    expect(circlesIn(graph)).toEqual([]);
  });

  test('lead to files that are there', () => {
    const missing = arrowsIn(graph, (file) => file).filter(({ target }) => !graph.has(target));

    expect(missing.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });
});

describe('the table of folders', () => {
  const rooms = new Set([...graph.keys()].map(room));

  test('has a line for each file, and files for each line', () => {
    expect([...rooms].sort()).toEqual(Object.keys(mayImport).sort());
  });

  test('names only what is a line or stands above lines', () => {
    const names = new Set(Object.values(mayImport).flat());
    const unknown = [...names].filter(
      (name) => ![...rooms].some((line) => `${line}/`.startsWith(`${name}/`)),
    );

    expect(unknown).toEqual([]);
  });

  test('lets nobody import what nobody imports', () => {
    const arrows = arrowsIn(graph, room);
    const used = (line: string, name: string) =>
      arrows.some(({ from, to }) => from === line && `${to}/`.startsWith(`${name}/`));
    const unused = Object.entries(mayImport).flatMap(([line, names]) =>
      names.filter((name) => !used(line, name)).map((name) => `${line} -> ${name}`),
    );

    expect(unused).toEqual([]);
  });
});

describe('reading imports', () => {
  test('finds every form of them, types included, and nothing else', () => {
    const text = `
      import 'side-effect';
      import lone from './lone.ts';
      import type { A, B as C } from './types.ts';
      import * as everything from './everything.ts';
      import {
        one,
        type Two,
      } from './several.ts';
      export { three } from './through.ts';
      export * from './all.ts';
      const later = await import('./later.ts');
      export const text = "import x from './not.ts'";
      // import x from './comment.ts';
    `;

    expect(specifiersIn(text)).toEqual([
      'side-effect',
      './lone.ts',
      './types.ts',
      './everything.ts',
      './several.ts',
      './through.ts',
      './all.ts',
      './later.ts',
    ]);
  });

  test('finds circles of any length, and only those', () => {
    const circles = circlesIn(
      new Map([
        ['a.ts', ['b.ts', 'package']],
        ['b.ts', ['c.ts']],
        ['c.ts', ['a.ts', 'd.ts']],
        ['d.ts', ['e.ts']],
        ['e.ts', []],
        ['f.ts', ['f.ts']],
      ]),
    );

    expect(circles).toEqual([['a.ts', 'b.ts', 'c.ts'], ['f.ts']]);
  });
});
