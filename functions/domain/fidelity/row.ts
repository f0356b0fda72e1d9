import type { AccountSettings } from '../settings.ts';
import type { VendorErrorName } from '../vendor-errors.ts';

/** How sure we are that the real API does the same; `emulator` is no claim about it. */
export const labels = ['documented', 'observed', 'assumed', 'emulator'] as const;
export type Label = (typeof labels)[number];

export const areas = [
  'routes',
  'query',
  'body',
  'window',
  'sessionId',
  'response',
  'errors',
  'tokens',
  'apps',
  'rateLimits',
  'messages',
] as const;
export type Area = (typeof areas)[number];

/** A setting of an account by its name, or what it sets of one row of the error table. */
export type SettingReference = Exclude<keyof AccountSettings, 'errors'> | `errors.${VendorErrorName}`;

/** One thing that can be asked of the API, and what is known of the answer. Texts are Markdown. */
export interface FidelityRow {
  /** `area.name`; tests of the contract and probes name it, so it stays once it is given. */
  id: string;
  area: Area;
  asked: string;
  answer: string;
  label: Label;
  /** What the label stands on; empty where nothing public says anything. */
  evidence: string;
  /** The settings of an account that change the answer. */
  settings: readonly SettingReference[];
  /** What else changes it; empty where nothing does. */
  otherwise: string;
}

/** A row as its file gives it: by its name, what is empty left out. */
export type RowInput = Pick<FidelityRow, 'asked' | 'answer' | 'label'> &
  Partial<Pick<FidelityRow, 'evidence' | 'settings' | 'otherwise'>>;

/** The rows of an area, from their names within it. */
export function rowsOf(area: Area, rows: Readonly<Record<string, RowInput>>): FidelityRow[] {
  return Object.entries(rows).map(([name, row]) => ({
    id: `${area}.${name}`,
    area,
    evidence: '',
    settings: [],
    otherwise: '',
    ...row,
  }));
}
