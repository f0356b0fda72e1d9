import type { SettingsInput } from '../../functions/domain/settings.ts';
import type { VendorErrorName } from '../../functions/domain/vendor-errors.ts';

export type Verdict = 'same' | 'differs' | 'not measured';

/** What one probe has found of one row. */
export interface Finding {
  row: string;
  verdict: Verdict;
  /** What the vendor did; why where it was not measured. */
  vendor: string;
  /** The value of a setting that answers like this; absent where none does. */
  reads?: SettingsInput;
}

/** A refusal as the vendor worded it, where the emulator would use a row of its error table. */
export interface SeenError {
  name: VendorErrorName;
  row: string;
  status: number;
  msg: string | undefined;
  code: number | undefined;
}

export const same = (row: string, vendor = 'the same'): Finding => ({ row, verdict: 'same', vendor });

export const notMeasured = (row: string, why: string): Finding => ({
  row,
  verdict: 'not measured',
  vendor: why,
});

export const differs = (row: string, vendor: string): Finding => ({ row, verdict: 'differs', vendor });
