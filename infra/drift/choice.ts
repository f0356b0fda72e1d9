import type { Declaration } from '../../functions/domain/settings/declare.ts';
import { type DeclaredSettings, declaredSettings } from '../../functions/domain/settings/declared.ts';
import type { SettingsInput } from '../../functions/domain/settings.ts';
import type { VendorErrorName } from '../../functions/domain/vendor-errors.ts';
import type { Ask } from '../real-api/ask.ts';
import type { Answered, Outcome } from '../real-api/outcome.ts';
import { differs, type Finding, notMeasured, same } from './finding.ts';
import { noteError, type Probing } from './run-context.ts';

export type SettingName = keyof DeclaredSettings;

/** What the values of a setting come to, for one request. */
export interface Reading<Name extends SettingName> {
  row: string;
  setting: Name;
  ask: Ask;
  /** The value that refuses. */
  refused?: DeclaredSettings[Name];
  /** The row of the error table that it refuses with; `validation` by default, null where it cannot be told. */
  error?: VendorErrorName | null;
  /** The values that answer, and what tells their answers. */
  answered?: readonly (readonly [DeclaredSettings[Name], (answer: Answered) => boolean])[];
}

/** Asks once, and finds the value of a setting that answers like this. */
export async function readChoice<Name extends SettingName>(
  probing: Probing,
  reading: Reading<Name>,
): Promise<Finding> {
  const { row, setting, ask } = reading;
  const outcome = await probing.ask(row, ask);
  const values = valuesOf(probing, reading, outcome);
  if (outcome.kind === 'failed') return notMeasured(row, outcome.why);
  const said = describe(outcome);
  if (values.length > 1) return notMeasured(row, `the data cannot tell ${values.map(String).join(' from ')}`);
  const [value] = values;
  if (value === undefined) return differs(row, said);
  return found(probing, row, setting, value, said);
}

function valuesOf<Name extends SettingName>(
  probing: Probing,
  { row, refused, error = 'validation', answered = [] }: Reading<Name>,
  outcome: Outcome,
): DeclaredSettings[Name][] {
  if (outcome.kind === 'failed') return [];
  if (outcome.kind === 'answered') {
    return [...new Set(answered.filter(([, fits]) => fits(outcome)).map(([value]) => value))];
  }
  if (refused === undefined) return [];
  if (error !== null) noteError(probing, error, row, outcome);
  return [refused];
}

/** That a setting has a value: the emulator's own, or another. */
export function found<Name extends SettingName>(
  { known }: Pick<Probing, 'known'>,
  row: string,
  setting: Name,
  value: DeclaredSettings[Name],
  said: string,
): Finding {
  known.set(setting, value);
  const declaration: Declaration = declaredSettings[setting];
  const finding = value === declaration.byDefault ? same(row, said) : differs(row, said);
  return { ...finding, reads: { [setting]: value } as SettingsInput };
}

/** An outcome in words that hold nothing of the data. */
export function describe(outcome: Outcome): string {
  if (outcome.kind === 'failed') return outcome.why;
  if (outcome.kind === 'answered')
    return outcome.total === 0
      ? '200, none found'
      : `200, some found${outcome.rows.length + outcome.messages.length === 0 ? ', no rows' : ''}`;
  const { status, msg, code } = outcome;
  return `${status}${msg === undefined ? ', not in the usual shape' : ` ${msg}`}${code === undefined ? '' : `, code ${code}`}`;
}

/** Whether so many sessions were found. */
export const hasTotal =
  (total: number) =>
  (answer: Answered): boolean =>
    answer.total === total;

export const anyAnswer = (): boolean => true;
