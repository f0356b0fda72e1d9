import { JsonFault, scanString, scanValue, skipBlanks } from './json-scan.ts';

/** A member of an object, by where it is in the object's text. */
export interface Member {
  name: string;
  /** Of the opening quote of the name. */
  start: number;
  /** The value's first character, and the one behind its last. */
  valueStart: number;
  end: number;
}

const plainName = /^"[^\\"]*"$/;

const nameOf = (quoted: string): string =>
  plainName.test(quoted) ? quoted.slice(1, -1) : String(JSON.parse(quoted));

/**
 * The members of an object in the order of its text, names that come twice included.
 *
 * @param text of a whole JSON object
 * @throws JsonFault
 */
export function membersOf(text: string): Member[] {
  const members: Member[] = [];
  let at = skipBlanks(text, text.indexOf('{') + 1);
  while (text[at] === '"') {
    const nameEnd = scanString(text, at);
    const valueStart = skipBlanks(text, skipBlanks(text, nameEnd) + 1);
    const end = scanValue(text, valueStart);
    if (nameEnd < 0 || end < 0) throw new JsonFault(at, 'the text ends before the object does');
    members.push({ name: nameOf(text.slice(at, nameEnd)), start: at, valueStart, end });
    at = skipBlanks(text, skipBlanks(text, end) + 1);
  }
  return members;
}

/** What becomes of members: another value as JSON text; null: removed. Names that are not there are left out. */
export type MemberEdits = Readonly<Record<string, string | null>>;

/** Changes or removes members of an object's text; all else stays as it is, byte for byte. */
export function editMembers(text: string, edits: MemberEdits): string {
  const parts = membersOf(text).flatMap(({ name, start, valueStart, end }) => {
    const edit = Object.hasOwn(edits, name) ? edits[name] : undefined;
    if (edit === null) return [];
    return edit === undefined ? text.slice(start, end) : text.slice(start, valueStart) + edit;
  });
  return `{${parts.join(',')}}`;
}

/** Puts members behind the last one. */
export function appendMembers(text: string, members: Readonly<Record<string, unknown>>): string {
  const added = JSON.stringify(members).slice(1, -1);
  if (added === '') return text;
  const body = text.slice(0, text.lastIndexOf('}'));
  return `${body}${body.trimEnd().endsWith('{') ? '' : ','}${added}}`;
}

/** Takes the blanks out of a value's text that are outside of its texts; nothing else changes. */
export function compact(text: string): string {
  let compacted = '';
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const end = quote < 0 ? text.length : quote;
    compacted += text.slice(at, end).replace(/[ \t\r\n]+/g, '');
    if (quote < 0) break;
    const stringEnd = scanString(text, quote);
    if (stringEnd < 0) throw new JsonFault(quote, 'a text is not closed');
    compacted += text.slice(quote, stringEnd);
    at = stringEnd;
  }
  return compacted;
}

/** The text of a member's value, of the last one of the name; undefined where the object has none. */
export function memberText(text: string, name: string): string | undefined {
  const member = membersOf(text).findLast((one) => one.name === name);
  return member && text.slice(member.valueStart, member.end);
}
