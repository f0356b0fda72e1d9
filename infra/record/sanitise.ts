import { isObject, type RealRow } from '../real-api/outcome.ts';
import { isHarmless, isPlainWord, knownMembers, knownTagMembers } from './harmless.ts';
import type { Replacements } from './replacements.ts';
import { marked, type Sanitised } from './sanitised.ts';

export type SanitisedRow = Sanitised<Record<string, unknown>>;

export interface SanitiseOptions {
  replacements: Replacements;
  /** A whole number of days, ms. */
  shiftMs: number;
  /** Members that stay as they are. */
  keep: readonly string[];
}

const sessionIdShape = /^[0-9a-f]{24}$/;
const timeShape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/;
const times = ['start_time', 'end_time'];

/** Rows of which nothing is left that is not known to be harmless. */
export function sanitise(rows: readonly RealRow[], options: SanitiseOptions): SanitisedRow[] {
  options.replacements.expect(rows.flatMap((row) => replacedTexts(row, options.keep)));
  return rows.map((row) => marked(rowOf(row, options)));
}

function rowOf(row: RealRow, options: SanitiseOptions): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      stays(name, options.keep) ? name : options.replacements.of(name),
      memberOf(name, value, options),
    ]),
  );
}

const stays = (name: string, keep: readonly string[]): boolean =>
  knownMembers.includes(name) || keep.includes(name);

function memberOf(name: string, value: unknown, options: SanitiseOptions): unknown {
  if (options.keep.includes(name) || isHarmless(name, value)) return value;
  if (times.includes(name) && isTime(value)) return shifted(value, options.shiftMs);
  if (name === 'sessionId' && typeof value === 'string' && sessionIdShape.test(value)) {
    return sessionIdOf(value, options);
  }
  return replaced(value, name === 'tags' ? knownTagMembers : [], options);
}

const isTime = (value: unknown): value is string =>
  typeof value === 'string' && timeShape.test(value) && !Number.isNaN(Date.parse(value));

const shifted = (time: string, shiftMs: number): string => new Date(Date.parse(time) + shiftMs).toISOString();

/** The first 8 digits are seconds, and stay as far from the start as they were. */
function sessionIdOf(id: string, { replacements, shiftMs }: SanitiseOptions): string {
  const seconds = (Number.parseInt(id.slice(0, 8), 16) + shiftMs / 1000) % 0x1_0000_0000;
  const time = (seconds < 0 ? seconds + 0x1_0000_0000 : seconds).toString(16).padStart(8, '0');
  return time + replacements.of(id).slice(8);
}

/** Every text and number within, replaced; names that are not known too. */
function replaced(value: unknown, names: readonly string[], options: SanitiseOptions): unknown {
  if (typeof value === 'string') return isPlainWord(value) ? value : options.replacements.of(value);
  if (typeof value === 'number') return numberOf(value, options);
  if (Array.isArray(value)) return value.map((entry) => replaced(entry, names, options));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      names.includes(name) ? name : options.replacements.of(name),
      replaced(inner, names, options),
    ]),
  );
}

/** Another number, of the same sign; a whole one is what comes of the same digits as a text. */
function numberOf(value: number, { replacements }: SanitiseOptions): number {
  const whole = Number(replacements.of(digitsOf(value)));
  return (Number.isInteger(value) ? whole : whole / 10) * (value < 0 ? -1 : 1);
}

const digitsOf = (value: number): string => String(value).replace(/\D/g, '');

/** The texts of a row that are replaced: names and values, numbers as they are written. */
export function replacedTexts(row: RealRow, keep: readonly string[]): string[] {
  return Object.entries(row).flatMap(([name, value]) => {
    const ownName = stays(name, keep) ? [] : [name];
    if (keep.includes(name) || isHarmless(name, value)) return ownName;
    if (times.includes(name) && isTime(value)) return ownName;
    return [...ownName, ...textsIn(value, name === 'tags' ? knownTagMembers : [])];
  });
}

function textsIn(value: unknown, names: readonly string[]): string[] {
  if (typeof value === 'string') return isPlainWord(value) ? [] : [value];
  if (typeof value === 'number') return [String(value), digitsOf(value)];
  if (Array.isArray(value)) return value.flatMap((entry) => textsIn(entry, names));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(names.includes(name) ? [] : [name]),
    ...textsIn(inner, names),
  ]);
}
