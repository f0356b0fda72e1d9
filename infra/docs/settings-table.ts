import type { Declaration } from '../../functions/domain/settings/declare.ts';
import { declaredSettings, settingNames } from '../../functions/domain/settings/declared.ts';
import { code, table } from './markdown.ts';

const number = (value: number): string => value.toLocaleString('en');

/** A value as the table shows it. */
function valueText(value: string | number | boolean | null): string {
  if (typeof value === 'string') return code(value);
  return typeof value === 'number' ? number(value) : String(value);
}

function valuesText(declaration: Declaration): string {
  switch (declaration.kind) {
    case 'choice':
      return declaration.values.map(code).join(', ');
    case 'switch':
      return 'true, false';
    case 'whole':
      return `${number(declaration.min)} to ${number(declaration.max)}`;
    case 'wholeOrNone':
      return `${number(declaration.min)} to ${number(declaration.max)}, or null`;
    case 'textOrNone':
      return `a text of at most ${number(declaration.max)} characters, or null`;
  }
}

/** Every setting of an account in a table, from its declaration. */
export function settingsTable(): string {
  const rows = settingNames.map((name) => {
    const declaration: Declaration = declaredSettings[name];
    return [code(name), valueText(declaration.byDefault), valuesText(declaration), declaration.does];
  });
  const errors = [
    code('errors'),
    code('{}'),
    code('{NAME: {"status", "msg", "code"}}'),
    'replaces parts of rows of the error table; a new value takes the place of the whole map',
  ];
  return table(['Setting', 'Default', 'Values', 'Does'], [...rows, errors]);
}
