/** A table of results: cells as people read them. */
export interface Table {
  title: string;
  /** The first column names the row; the others hold figures. */
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  /** What a reader must know of it. */
  notes?: readonly string[];
}

/** For a terminal: columns of one width, figures to the right. */
export function toText({ title, columns, rows, notes = [] }: Table): string {
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `  ${widths
      .map((width, index) => {
        const cell = cells[index] ?? '';
        return index === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd()}`;
  const rule = `  ${widths.map((width) => '-'.repeat(width)).join('  ')}`;
  const parts = [title, '', line(columns), rule, ...rows.map(line)];
  if (notes.length > 0) parts.push('', ...notes.map((note) => `  ${note}`));
  return `${parts.join('\n')}\n`;
}

/** For a document. */
export function toMarkdown({ title, columns, rows, notes = [] }: Table): string {
  const line = (cells: readonly string[]): string =>
    `| ${columns.map((_, index) => (cells[index] ?? '').replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = `| ${columns.map((_, index) => (index === 0 ? '---' : '--:')).join(' | ')} |`;
  const parts = [`### ${title}`, '', line(columns), rule, ...rows.map(line)];
  for (const note of notes) parts.push('', note);
  return `${parts.join('\n')}\n`;
}

/** A number as people read it: thousands apart, so many digits after the point. */
export function figure(value: number, digits = 0): string {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
