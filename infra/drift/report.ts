import type { RowVerdict, Verdicts } from './verdicts.ts';

/** A run, as both forms of the report have it. */
export interface Report extends Verdicts {
  /** When it ended: a date, GMT. */
  date: string;
  /** The program's version. */
  version: string;
  /** How many requests were sent. */
  requests: number;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows.map((row) => row.map(cell))];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The report in Markdown. It holds no data of sessions, no id and no credential. */
export function toMarkdown({ rows, settings, date, version, requests }: Report): string {
  const of = (verdict: RowVerdict['verdict']): RowVerdict[] => rows.filter((row) => row.verdict === verdict);
  const parts = [
    '# Drift',
    `${requests} requests to getSessions and getMessages on ${date}, kore-sessions-emulator ${version}. Row ids are those of docs/fidelity.md.`,
    section(
      'Differs',
      of('differs'),
      ['Row', 'Asked', 'Label', 'The emulator answers', 'The vendor answers', 'Settings cover it'],
      (row) => [
        row.row,
        row.asked,
        row.label,
        row.answer,
        row.vendor,
        row.covered ? 'yes' : 'no setting does',
      ],
    ),
    section('Not measured', of('not measured'), ['Row', 'Asked', 'Why'], (row) => [
      row.row,
      row.asked,
      row.vendor,
    ]),
    section('Same', of('same'), ['Row', 'Asked', 'Label', 'Both answer'], (row) => [
      row.row,
      row.asked,
      row.label,
      row.answer,
    ]),
    section('Not asked', of('not asked'), ['Row', 'Asked'], (row) => [row.row, row.asked]),
    '## Settings',
    ['```json', JSON.stringify(settings, null, 2), '```'].join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function section(
  title: string,
  rows: readonly RowVerdict[],
  head: readonly string[],
  cells: (row: RowVerdict) => string[],
): string {
  return `## ${title}\n\n${rows.length === 0 ? 'None.' : table(head, rows.map(cells))}`;
}
