/** The members of a row, in the order of the vendor's newer samples. */
export const vendorMembers = [
  'sessionId',
  'botId',
  'channel',
  'userId',
  'start_time',
  'end_time',
  'session_lang',
  'sessionType',
  'isDeveloper',
  'sessionStatus',
  'tags',
  'noOfMessagesExchanged',
  'noOfTasksExecuted',
  'containmentType',
] as const;

export type VendorMember = (typeof vendorMembers)[number];

/** The emulator's own: filters that a row never shows. */
export const ownMembers = ['callId', 'identities'] as const;

const knownNames: readonly string[] = [...vendorMembers, ...ownMembers];
const known = new Set(knownNames);

export const isKnownMember = (name: string): boolean => known.has(name);

/** What people call members besides. */
const otherNames: Readonly<Record<string, VendorMember>> = {
  id: 'sessionId',
  streamid: 'botId',
  user: 'userId',
  start: 'start_time',
  startdate: 'start_time',
  startedat: 'start_time',
  end: 'end_time',
  enddate: 'end_time',
  endedat: 'end_time',
  lang: 'session_lang',
  language: 'session_lang',
  status: 'sessionStatus',
  type: 'sessionType',
  containment: 'containmentType',
};

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const plainNames = new Map(knownNames.map((name) => [plain(name), name]));
const longestName = 40;

/** How many letters have to be changed, put in or left out, or neighbours exchanged, to come from one to the other. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const [before = [], twoBefore = []] = [rows[i - 1], rows[i - 2]];
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (before[j - 1] ?? 0) + same);
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (exchanged) least = Math.min(least, (twoBefore[j - 2] ?? 0) + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}

/** The known member that a name is probably meant for; undefined where it is like none. */
export function meantBy(name: string): string | undefined {
  if (known.has(name) || name.startsWith('_') || name.length > longestName) return undefined;
  const given = plain(name);
  const other = Object.hasOwn(otherNames, given) ? otherNames[given] : undefined;
  const same = plainNames.get(given) ?? other;
  if (same !== undefined) return same;
  if (given.length < 5) return undefined;
  const most = given.length < 8 ? 1 : 2;
  return [...plainNames].find(([candidate]) => distance(given, candidate) <= most)?.[1];
}
