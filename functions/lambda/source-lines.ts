import type { SourceMap } from 'node:module';

/*
 * Errors name the lines of a bundle, and people need those of the sources. Node can translate every stack by itself
 * (--enable-source-maps), and then reads the map when the function starts and translates each error that is made;
 * here it is done for those that are logged.
 */

const frame = /(?<=[( ])file:\/\/[^\s()]+\.mjs:\d+:\d+/g;
const aboveProject = /^.*?\/(?=(?:functions|node_modules)\/)/;
const position = /^(.*):(\d+):(\d+)$/;

const maps = new Map<string, SourceMap | undefined>();

/** The map that lies beside a file; undefined where there is none, as where nothing is bundled. */
function mapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) maps.set(file, readMap(file));
  return maps.get(file);
}

function readMap(file: string): SourceMap | undefined {
  const fs = process.getBuiltinModule('node:fs');
  const { SourceMap } = process.getBuiltinModule('node:module');
  try {
    return new SourceMap(JSON.parse(fs.readFileSync(new URL(`${file}.map`), 'utf8')));
  } catch {
    return undefined;
  }
}

/** A stack with lines of the sources in place of those of a bundle, as far as there is a map. */
export function withSourceLines(stack: string): string {
  return stack.replace(frame, (at) => {
    const [, file = '', line, column] = position.exec(at) ?? [];
    const entry = mapOf(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (!entry || !('originalSource' in entry)) return at;
    const source = entry.originalSource.replace(aboveProject, '');
    return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}

/** Puts lines of the sources into the stacks of an error and of what caused it. */
export function nameSourceLines(error: unknown): void {
  const seen = new Set<unknown>();
  for (let each = error; each instanceof Error && !seen.has(each); each = each.cause) {
    seen.add(each);
    if (each.stack !== undefined) each.stack = withSourceLines(each.stack);
  }
}
