/** A table of a Markdown page, below the title of its section. */
export interface Table {
  title: string;
  /** By the names of the columns. */
  rows: Record<string, string>[];
}

const cellsOf = (line: string): string[] =>
  line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));

/** The tables of a Markdown page, in their order. */
export function tablesOf(page: string): Table[] {
  const tables: Table[] = [];
  let title = '';
  let columns: string[] | undefined;
  for (const line of page.split('\n')) {
    const heading = /^#+ (.*)$/.exec(line)?.[1];
    if (heading !== undefined) title = heading.replaceAll('`', '');
    if (!line.startsWith('|')) {
      columns = undefined;
      continue;
    }
    const cells = cellsOf(line.trimEnd());
    if (columns === undefined) {
      columns = cells;
      tables.push({ title, rows: [] });
    } else if (!/^\|[\s:-]+\|/.test(line)) {
      const named = columns.map((column, index) => [column, cells[index] ?? ''] as const);
      tables.at(-1)?.rows.push(Object.fromEntries(named));
    }
  }
  return tables;
}
