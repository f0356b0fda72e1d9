import type { Terminal } from '../../terminal.ts';

/**
 * Where a command's words go: the result to stdout, as text for people or, with --json, as one line of JSON;
 * progress, hints and errors to stderr.
 */
export class Output {
  readonly json: boolean;
  readonly #terminal: Terminal;

  constructor(terminal: Terminal, json = false) {
    this.#terminal = terminal;
    this.json = json;
  }

  /** The result of a command, in the form that was asked for. */
  result(value: unknown, text: () => string): void {
    this.raw(this.json ? `${JSON.stringify(value)}\n` : endLine(printable(text())));
  }

  /** Something for stdout that is the same in both forms. */
  raw(text: string): void {
    this.#terminal.stdout.write(text);
  }

  /** A line for people, whatever stdout is used for. */
  say(text: string): void {
    this.#terminal.stderr.write(endLine(printable(text)));
  }
}

const endLine = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

/** Data must not be able to write escape sequences to somebody's terminal. */
function printable(text: string): string {
  return text.replace(/[^\P{C}\n]/gu, '?');
}

/** Rows as aligned columns. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** @param number null: not known */
export const count = (number: number | null, one: string, many = `${one}s`): string =>
  `${number?.toLocaleString('en') ?? 'an unknown number of'} ${number === 1 ? one : many}`;
