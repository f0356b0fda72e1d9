import { appendMembers, editMembers, membersOf } from './members.ts';
import { isKnownMember, ownMembers, type VendorMember, vendorMembers } from './names.ts';

/** A row with so many of the vendor's members is the vendor's; a shorter one was written by hand. */
const fewestMembers = 9;

const always = vendorMembers.filter((name) => name !== 'sessionStatus');

/** What is left out of a row that was written by hand is its commonest value; nothing stands in for a user. */
const commonest: Readonly<Partial<Record<VendorMember, string>>> = {
  channel: '"rtm"',
  session_lang: '["en"]',
  sessionType: '"interactive"',
  isDeveloper: 'false',
  sessionStatus: '"closed"',
  tags: '{"userTags":[],"sessionTags":[]}',
  noOfMessagesExchanged: '0',
  noOfTasksExecuted: '0',
  containmentType: '"selfService"',
};

type Row = Readonly<Record<string, unknown>>;

/**
 * A row's text as it is kept: as it was given, without what rows never show, and with a status, which the vendor's
 * newer answers always have. A row written by hand is filled up, its members in the vendor's order.
 *
 * @param text JSON without blanks between its parts
 */
export function keptText(row: Row, text: string): string {
  const hasOwn = ownMembers.some((name) => Object.hasOwn(row, name));
  const visible = hasOwn ? editMembers(text, { callId: null, identities: null }) : text;
  if (isWrittenByHand(row)) return filledUp(visible);
  return row['sessionStatus'] === undefined ? withStatus(visible) : visible;
}

/** Whether a row has so few of the vendor's members that it was written by hand. */
export function isWrittenByHand(row: object): boolean {
  return always.reduce((count, name) => (name in row ? count + 1 : count), 0) < fewestMembers;
}

/** Puts a status behind `isDeveloper`, where the vendor's newer samples have it. */
function withStatus(text: string): string {
  const before = membersOf(text).find(({ name }) => name === 'isDeveloper');
  if (!before) return appendMembers(text, { sessionStatus: 'closed' });
  return `${text.slice(0, before.end)},"sessionStatus":"closed"${text.slice(before.end)}`;
}

function filledUp(text: string): string {
  const members = membersOf(text);
  const given = new Map(members.map(({ name, valueStart, end }) => [name, text.slice(valueStart, end)]));
  const value = (name: VendorMember): string | undefined =>
    given.get(name) ?? (name === 'end_time' ? given.get('start_time') : commonest[name]);
  const known = vendorMembers.flatMap((name) => {
    const json = value(name);
    return json === undefined ? [] : `"${name}":${json}`;
  });
  const others = members.filter(({ name }) => !isKnownMember(name));
  return `{${[...known, ...others.map(({ start, end }) => text.slice(start, end))].join(',')}}`;
}

/**
 * A kept row as a line that imports again to the same: without the status where the clock decides it, and with what
 * rows never show.
 */
export function importableText(
  rowText: string,
  own: {
    isStatusFixed: boolean;
    callId: string | undefined;
    identities: readonly string[];
  },
): string {
  const { isStatusFixed, callId, identities } = own;
  const text = isStatusFixed ? rowText : withoutFilledStatus(rowText);
  return appendMembers(text, { callId, ...(identities.length > 0 && { identities }) });
}

/** A null that was given is no status that was filled in, and stays. */
function withoutFilledStatus(text: string): string {
  const status = membersOf(text).find(({ name }) => name === 'sessionStatus');
  if (!status || text.slice(status.valueStart, status.end) === 'null') return text;
  return editMembers(text, { sessionStatus: null });
}
