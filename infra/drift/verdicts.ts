import type { FidelityRow } from '../../functions/domain/fidelity/row.ts';
import { fidelityRows } from '../../functions/domain/fidelity/rows.ts';
import type { Declaration } from '../../functions/domain/settings/declare.ts';
import { declaredSettings } from '../../functions/domain/settings/declared.ts';
import type { SettingsInput } from '../../functions/domain/settings.ts';
import { type VendorError, vendorErrorNames, vendorErrors } from '../../functions/domain/vendor-errors.ts';
import type { SettingName } from './choice.ts';
import { differs, type Finding, type SeenError, same, type Verdict } from './finding.ts';
import { isSameError } from './run-context.ts';

/** What is known of a row of the fidelity table once all has been asked. */
export interface RowVerdict extends Pick<FidelityRow, 'asked' | 'answer' | 'label'> {
  row: string;
  /** `not asked` where no probe is about it. */
  verdict: Verdict | 'not asked';
  vendor: string;
  /** Whether the settings make the emulator answer like this; of rows that differ. */
  covered?: boolean;
}

export interface Verdicts {
  rows: RowVerdict[];
  /** What makes the emulator answer as the vendor did, as far as settings go. */
  settings: SettingsInput;
}

/** Brings together what the probes have found. */
export function verdictsOf(found: readonly Finding[], errors: readonly SeenError[]): Verdicts {
  const { overrides, findings: worded } = compareErrors(errors);
  const { settings, torn } = settingsOf(found);
  const findings = [...found, ...worded];
  const rows = fidelityRows.map((row) => verdictOf(row, findings, settings, overrides, torn));
  const hasErrors = Object.keys(overrides).length > 0;
  return { rows, settings: { ...settings, ...(hasErrors ? { errors: overrides } : {}) } };
}

/** The values of settings that were read, where all probes of one read the same; and those that were read twice. */
function settingsOf(findings: readonly Finding[]): { settings: SettingsInput; torn: Set<string> } {
  const values = new Map<string, Set<unknown>>();
  for (const { reads = {}, verdict } of findings) {
    if (verdict === 'not measured') continue;
    for (const [name, value] of Object.entries(reads)) {
      values.set(name, (values.get(name) ?? new Set()).add(value));
    }
  }
  const torn = new Set([...values].filter(([, read]) => read.size > 1).map(([name]) => name));
  const settings = [...values].flatMap(([name, read]) => {
    const [value] = read;
    const declaration: Declaration = declaredSettings[name as SettingName];
    return read.size > 1 || value === declaration.byDefault ? [] : [[name, value]];
  });
  return { settings: Object.fromEntries(settings), torn };
}

type Overrides = NonNullable<SettingsInput['errors']>;

/** How refusals are worded: the first of a kind counts, and others of its kind should be worded alike. */
function compareErrors(errors: readonly SeenError[]): { overrides: Overrides; findings: Finding[] } {
  const overrides: Overrides = {};
  const findings: Finding[] = [];
  for (const name of vendorErrorNames) {
    const [first, ...others] = errors.filter((seen) => seen.name === name);
    if (!first) continue;
    const change = changeOf(first, vendorErrors[name]);
    const said = textOf(first);
    const isSame = Object.keys(change).length === 0 && first.msg !== undefined && first.code !== undefined;
    if (Object.keys(change).length > 0) overrides[name] = change;
    findings.push(isSame ? same(`errors.${name}`, said) : differs(`errors.${name}`, said));
    for (const other of others.filter((seen) => !isSameError(seen, first))) {
      findings.push(differs(other.row, `${textOf(other)}, unlike others of its kind (${said})`));
    }
  }
  const tooLong = findings.find(({ row }) => row === 'errors.windowTooLong');
  return {
    overrides,
    findings: tooLong ? [...findings, { ...tooLong, row: 'window.tooLongAnswer' }] : findings,
  };
}

function changeOf({ status, msg, code }: SeenError, table: VendorError): Partial<VendorError> {
  return {
    ...(status === table.status ? {} : { status }),
    ...(msg === undefined || msg === table.msg ? {} : { msg }),
    ...(code === undefined || code === table.code ? {} : { code }),
  };
}

const textOf = ({ status, msg, code }: SeenError): string =>
  `${status} ${msg ?? 'without a message in the usual shape'}${code === undefined ? '' : `, code ${code}`}`;

function verdictOf(
  { id, asked, answer, label }: FidelityRow,
  findings: readonly Finding[],
  settings: SettingsInput,
  overrides: Overrides,
  torn: ReadonlySet<string>,
): RowVerdict {
  const own = findings.filter(({ row }) => row === id);
  const isTorn = own.some(({ reads = {} }) => Object.keys(reads).some((name) => torn.has(name)));
  const verdict = isTorn ? 'differs' : worstOf(own);
  const said = own.filter((finding) => isTorn || finding.verdict === verdict).map(({ vendor }) => vendor);
  const row = { row: id, asked, answer, label, verdict, vendor: [...new Set(said)].join('; ') };
  if (verdict !== 'differs') return row;
  const isCovered = own
    .filter((finding) => finding.verdict === 'differs')
    .every(({ reads = {}, row: of }) => {
      const names = Object.keys(reads);
      return names.length > 0 ? names.every((name) => name in settings) : isWorded(of, overrides);
    });
  return { ...row, covered: isCovered && !isTorn };
}

const isWorded = (row: string, overrides: Overrides): boolean =>
  Object.keys(overrides).some(
    (name) => row === `errors.${name}` || (row === 'window.tooLongAnswer' && name === 'windowTooLong'),
  );

/** A difference counts before what was not measured, and that before what was the same. */
function worstOf(findings: readonly Finding[]): RowVerdict['verdict'] {
  const verdicts = findings.map(({ verdict }) => verdict);
  return (['differs', 'not measured', 'same'] as const).find((one) => verdicts.includes(one)) ?? 'not asked';
}
