import page from '../../../../docs/fidelity.md';
import { tablesOf } from './tables.ts';

/** One thing that can be asked of the API, and what is known of the answer. Texts are Markdown. */
export interface FidelityRow {
  id: string;
  area: string;
  asked: string;
  answer: string;
  label: string;
  /** Names of settings that change the answer. */
  settings: readonly string[];
  /** What changes it, as the page has it. */
  otherwise: string;
}

const labels = ['documented', 'observed', 'assumed'] as const;

/** The label of a row is the first that its words name. */
const labelOf = (text: string): string =>
  labels.filter((label) => text.includes(label)).sort((a, b) => text.indexOf(a) - text.indexOf(b))[0] ??
  'emulator';

/** The rows of the fidelity table. */
export const fidelityRows: readonly FidelityRow[] = tablesOf(page).flatMap(({ title, rows }) =>
  rows.flatMap((row, index): FidelityRow[] => {
    const asked = row['What'] ?? row['Name'];
    const label = row['Label'];
    if (asked === undefined || label === undefined || label === 'Means') return [];
    const errorText =
      row['Status'] === undefined ? '' : `${row['Status']} ${row['`msg`'] ?? ''}: ${row['Situation']}`;
    const changed =
      row['Change it with'] ?? (row['Name'] === undefined ? '' : `\`errors.${asked.replaceAll('`', '')}\``);
    return [
      {
        id: `${title} ${index}`,
        area: title,
        asked,
        answer: row['The emulator answers'] ?? errorText,
        label: labelOf(label),
        settings: [...changed.matchAll(/`([\w.]+)`/g)].map(([, name = '']) => name),
        otherwise: changed,
      },
    ];
  }),
);

/** What the page says of each setting. */
export const settingTexts: ReadonlyMap<string, string> = new Map(
  tablesOf(page).flatMap(({ rows }) =>
    rows.flatMap((row) =>
      row['Setting'] === undefined ? [] : [[row['Setting'].replaceAll('`', ''), row['Does'] ?? ''] as const],
    ),
  ),
);
