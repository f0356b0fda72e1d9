import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

const statement =
  /^\s*(?:import|export)\s(?:[\w\s{},*$]+\sfrom\s)?\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;

/** What a module's text imports, by `import`, `export … from` or `import()`; types count as well. */
export function specifiersIn(text: string): string[] {
  return [...text.matchAll(statement)].map(([, from, called]) => from ?? called ?? '');
}

/** For each file of the project, what it imports: files by their path from the root, packages by their name. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** Reads the TypeScript files under folders of the project. */
export function readImports(folders: readonly string[]): ImportGraph {
  return new Map(folders.flatMap(filesIn).map((file) => [file, importsOf(file)]));
}

function filesIn(folder: string): string[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .sort();
}

function importsOf(file: string): string[] {
  const specifiers = specifiersIn(readFileSync(join(projectRoot, file), 'utf8'));
  return specifiers.map((name) => (name.startsWith('.') ? posix.join(dirname(file), name) : name));
}

/** What a file needs, itself left out, by way of the files that `through` lets pass. */
export function reachable(
  graph: ImportGraph,
  file: string,
  through: (file: string) => boolean = () => true,
): Set<string> {
  const seen = new Set<string>();
  const waiting = [file];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const target of graph.get(next) ?? []) {
      if (!seen.has(target) && through(target)) waiting.push(target);
      seen.add(target);
    }
  }
  return seen;
}

/** Groups of files that import each other in a circle, each group in alphabetical order. */
export function circlesIn(graph: ImportGraph): string[][] {
  const reached = new Map([...graph.keys()].map((file) => [file, reachable(graph, file)]));
  const groups = [...graph.keys()]
    .filter((file) => reached.get(file)?.has(file))
    .map((file) => [...(reached.get(file) ?? [])].filter((other) => reached.get(other)?.has(file)).sort());
  return [...new Map(groups.map((group) => [group.join(), group])).values()];
}

/** An import from one folder's file to another folder's. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly file: string;
  readonly target: string;
}

/** The imports that cross from one folder to another; packages are left out. */
export function arrowsIn(graph: ImportGraph, folderOf: (file: string) => string = dirname): Arrow[] {
  return [...graph].flatMap(([file, targets]) =>
    targets
      .filter((target) => target.endsWith('.ts'))
      .map((target) => ({ from: folderOf(file), to: folderOf(target), file, target }))
      .filter(({ from, to }) => from !== to),
  );
}

/** Lines for people: which folder imports which, and by how many imports; then the circles. */
export function describeImports(graph: ImportGraph): string[] {
  const counts = new Map<string, number>();
  for (const { from, to } of arrowsIn(graph)) {
    counts.set(`${from} -> ${to}`, (counts.get(`${from} -> ${to}`) ?? 0) + 1);
  }
  const arrows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const folders = new Set([...graph.keys()].map((file) => dirname(file)));
  const imports = arrows.reduce((sum, [, count]) => sum + count, 0);
  const circles = circlesIn(graph);
  return [
    `${graph.size} files in ${folders.size} folders, ${arrows.length} arrows of ${imports} imports between folders`,
    ...arrows.map(([arrow, count]) => `${arrow} (${count})`),
    `${circles.length} circles between files`,
    ...circles.map((group) => group.join(', ')),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const line of describeImports(readImports(['functions', 'infra']))) console.log(line);
}
