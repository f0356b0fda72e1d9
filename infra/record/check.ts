import { Failure } from '../errors.ts';
import { isObject } from '../real-api/outcome.ts';
import { isPlainWord, jsonIn } from './harmless.ts';
import { isHarmless, type KnownForm, namesWithin } from './known-form.ts';
import { alphabet, idShape } from './replacements.ts';
import type { SanitisedRow } from './sanitise.ts';

/** From so many letters and digits on, a text must not occur even as a part of another. */
const tellingLength = 8;
/** The same for one that a replacement may hold by chance, such as 8 digits among 24. */
const tellingLengthOfOurs = 12;

const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Something would be written that must not be. What is recorded so far leads to the same again. */
export class LeakFailure extends Failure {}

const leak = (member: string, what: string): LeakFailure =>
  new LeakFailure(
    `Nothing was written: ${what} would be in ${member}. Run the command again; should it happen again, report it.`,
  );

const keptLeak = (member: string): LeakFailure =>
  new LeakFailure(
    `Nothing was written: ${member} is to be kept, and holds a value that is replaced elsewhere. Leave ${member} out of --keep, or keep the other member too.`,
  );

/**
 * Looks once more at rows before they are written, without trusting what has made them: nothing that was replaced may
 * occur in them, and whatever they hold must be harmless by itself or of a known shape.
 *
 * @param form what is known of the rows
 * @param originals what was replaced
 * @param keep members that were to stay as they are
 * @throws Failure that names the member, and never its value
 */
export function checkRows(
  rows: readonly SanitisedRow[],
  form: KnownForm,
  originals: ReadonlySet<string>,
  keep: readonly string[],
): void {
  const telling = new Set([...originals].filter(isTelling));
  const lengths = [...new Set([...telling].map((text) => text.length))];
  const looked = new Map<string, boolean>();
  const holdsOriginal = (text: string): boolean => {
    const known = looked.get(text);
    if (known !== undefined) return known;
    // Times are all of a kind: a date that was replaced elsewhere may well be a part of one.
    const holds =
      originals.has(text) || (!time.test(text) && lengths.some((length) => hasPart(text, length, telling)));
    looked.set(text, holds);
    return holds;
  };
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) checkMember(name, value, form, holdsOriginal, keep);
  }
}

function isTelling(text: string): boolean {
  const said = text.replace(/[^\p{L}\p{N}]/gu, '').length;
  return said >= (isReplaced(text) ? tellingLengthOfOurs : tellingLength);
}

function hasPart(text: string, length: number, parts: ReadonlySet<string>): boolean {
  for (let at = 0; at + length <= text.length; at++) {
    if (parts.has(text.slice(at, at + length))) return true;
  }
  return false;
}

function checkMember(
  name: string,
  value: unknown,
  form: KnownForm,
  holdsOriginal: (text: string) => boolean,
  keep: readonly string[],
): void {
  const where = form.members.includes(name) || keep.includes(name) ? name : 'a member that is not known';
  if (where !== name && (!isReplaced(name) || holdsOriginal(name))) throw leak(where, 'its name');
  if (isHarmless(form, name, value)) return;
  for (const text of textsOf(value, name, name, form)) {
    if (holdsOriginal(text) && keep.includes(name)) throw keptLeak(name);
    if (holdsOriginal(text)) throw leak(where, 'a value that was replaced');
    if (!isReplaced(text) && !time.test(text) && !keep.includes(name))
      throw leak(where, 'a value of an unknown shape');
  }
}

/** Whether a text is of what replacements are made of. */
const isReplaced = (text: string): boolean =>
  alphabet.test(text) || idShape.test(text) || /^[0-9a-f]{16,64}$/.test(text);

/** Every text of a value but those that are harmless where they stand: under a name within a member. */
function textsOf(value: unknown, member: string, name: string, form: KnownForm): string[] {
  if (isHarmless(form, `${member}.${name}`, value)) return [];
  if (typeof value === 'string') {
    if (isPlainWord(value)) return [];
    const json = form.holdJson.includes(member) ? jsonIn(value) : undefined;
    return json === undefined ? [value] : textsOf(json, member, name, form);
  }
  if (typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.flatMap((entry) => textsOf(entry, member, name, form));
  if (!isObject(value)) return [];
  const names = namesWithin(form, member);
  return Object.entries(value).flatMap(([inner, held]) => [
    ...(names.includes(inner) ? [] : [inner]),
    ...textsOf(held, member, inner, form),
  ]);
}
