import { isObject } from '../real-api/outcome.ts';
import { isPlainWord, jsonIn } from './harmless.ts';
import { isHarmless, type KnownForm, namesWithin } from './known-form.ts';
import type { Replacements } from './replacements.ts';
import { marked, type Sanitised } from './sanitised.ts';

export type SanitisedRow = Sanitised<Record<string, unknown>>;

type Row = Readonly<Record<string, unknown>>;

export interface SanitiseOptions {
  /** What is known of the rows. */
  form: KnownForm;
  replacements: Replacements;
  /** A whole number of days, ms. */
  shiftMs: number;
  /** Members that stay as they are. */
  keep: readonly string[];
}

const sessionIdShape = /^[0-9a-f]{24}$/;
const timeShape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/;
/** Milliseconds since 1970 that are a time of this age: from 2001 on. */
const earliestInstant = 1_000_000_000_000;
const latestInstant = 10_000_000_000_000;

/** Rows of which nothing is left that is not known to be harmless. */
export function sanitise(rows: readonly Row[], options: SanitiseOptions): SanitisedRow[] {
  const { form, keep, replacements } = options;
  replacements.expect(rows.flatMap((row) => replacedTexts(row, form, keep)));
  return rows.map((row) => marked(rowOf(row, options)));
}

function rowOf(row: Row, options: SanitiseOptions): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      stays(name, options) ? name : options.replacements.of(name),
      memberOf(name, value, options),
    ]),
  );
}

const stays = (name: string, { form, keep }: Pick<SanitiseOptions, 'form' | 'keep'>): boolean =>
  form.members.includes(name) || keep.includes(name);

function memberOf(name: string, value: unknown, options: SanitiseOptions): unknown {
  const { form, keep, shiftMs } = options;
  if (keep.includes(name) || isHarmless(form, name, value)) return value;
  if (isTime(form, name, value)) return new Date(Date.parse(value) + shiftMs).toISOString();
  if (isInstant(form, name, value)) return value + shiftMs;
  if (name === 'sessionId' && typeof value === 'string' && sessionIdShape.test(value)) {
    return sessionIdOf(value, options);
  }
  return replaced(value, { member: name, name }, options);
}

const isTime = ({ times }: KnownForm, name: string, value: unknown): value is string =>
  times.includes(name) &&
  typeof value === 'string' &&
  timeShape.test(value) &&
  !Number.isNaN(Date.parse(value));

const isInstant = ({ instants }: KnownForm, name: string, value: unknown): value is number =>
  instants.includes(name) &&
  Number.isInteger(value) &&
  Number(value) > earliestInstant &&
  Number(value) < latestInstant;

/** The first 8 digits are seconds, and stay as far from the start as they were. */
function sessionIdOf(id: string, { replacements, shiftMs }: SanitiseOptions): string {
  const seconds = (Number.parseInt(id.slice(0, 8), 16) + shiftMs / 1000) % 0x1_0000_0000;
  const time = (seconds < 0 ? seconds + 0x1_0000_0000 : seconds).toString(16).padStart(8, '0');
  return time + replacements.of(id).slice(8);
}

/** Where a value stands: in which member, and by which name within it. */
interface Within {
  member: string;
  name: string;
}

const isHarmlessWithin = (form: KnownForm, { member, name }: Within, value: unknown): boolean =>
  isHarmless(form, `${member}.${name}`, value);

/** Every text and number within, replaced; names that are not known too. */
function replaced(value: unknown, at: Within, options: SanitiseOptions): unknown {
  const { form, replacements } = options;
  if (isHarmlessWithin(form, at, value)) return value;
  if (typeof value === 'string') return isPlainWord(value) ? value : replacedText(value, at, options);
  if (typeof value === 'number') return numberOf(value, options);
  if (Array.isArray(value)) return value.map((entry) => replaced(entry, at, options));
  if (!isObject(value)) return value;
  const names = namesWithin(form, at.member);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      names.includes(name) ? name : replacements.of(name),
      replaced(inner, { ...at, name }, options),
    ]),
  );
}

/** A text that is JSON is JSON of the same form afterwards. */
function replacedText(text: string, at: Within, options: SanitiseOptions): string {
  const json = options.form.holdJson.includes(at.member) ? jsonIn(text) : undefined;
  return json === undefined ? options.replacements.of(text) : JSON.stringify(replaced(json, at, options));
}

/** Another number, of the same sign; a whole one is what comes of the same digits as a text. */
function numberOf(value: number, { replacements }: SanitiseOptions): number {
  const whole = Number(replacements.of(digitsOf(value)));
  return (Number.isInteger(value) ? whole : whole / 10) * (value < 0 ? -1 : 1);
}

const digitsOf = (value: number): string => String(value).replace(/\D/g, '');

/** The texts of a row that are replaced: names and values, numbers as they are written. */
function replacedTexts(row: Row, form: KnownForm, keep: readonly string[]): string[] {
  return Object.entries(row).flatMap(([name, value]) => {
    const ownName = stays(name, { form, keep }) ? [] : [name];
    if (keep.includes(name) || isHarmless(form, name, value)) return ownName;
    if (isTime(form, name, value) || isInstant(form, name, value)) return ownName;
    return [...ownName, ...textsIn(value, { member: name, name }, form)];
  });
}

function textsIn(value: unknown, at: Within, form: KnownForm): string[] {
  if (isHarmlessWithin(form, at, value)) return [];
  if (typeof value === 'string') {
    if (isPlainWord(value)) return [];
    const json = form.holdJson.includes(at.member) ? jsonIn(value) : undefined;
    return json === undefined ? [value] : [value, ...textsIn(json, at, form)];
  }
  if (typeof value === 'number') return [String(value), digitsOf(value)];
  if (Array.isArray(value)) return value.flatMap((entry) => textsIn(entry, at, form));
  if (!isObject(value)) return [];
  const names = namesWithin(form, at.member);
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(names.includes(name) ? [] : [name]),
    ...textsIn(inner, { ...at, name }, form),
  ]);
}
