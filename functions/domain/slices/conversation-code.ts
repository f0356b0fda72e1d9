import type { Conversation } from '../conversation.ts';

/*
 * How a session's conversation is held, as one short text, because few sessions differ in it: a letter for the channel,
 * or its name between dots; "!" where a developer holds it; the language, left out where it is "en", "-" for none. Names
 * hold only plain characters, others as "%" and their four hex digits, so the text can stand in others.
 */

type Manner = Omit<Conversation, 'messages'>;

const channelLetters = {
  sms: 'S',
  email: 'E',
  rtm: 'R',
  slack: 'L',
  skype: 'Y',
  twitter: 'T',
  msteams: 'M',
  api: 'A',
  kore: 'K',
  facebook: 'F',
  skypeforbusiness: 'B',
  korevg: 'V',
} as const;

/** The channels that the vendor's page lists, and the one that newer captures have. */
export const vendorChannels: readonly string[] = Object.keys(channelLetters);

const letters: ReadonlyMap<string, string> = new Map(Object.entries(channelLetters));
const channels: ReadonlyMap<string, string> = new Map(
  Object.entries(channelLetters).map(([channel, letter]) => [letter, channel]),
);

const escaped = (text: string): string =>
  text.replace(/[^A-Za-z0-9_]/g, (unit) => `%${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const unescaped = (text: string): string =>
  text.replace(/%(....)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

export function mannerOf({ channel, language, isDeveloper }: Manner): string {
  const where = letters.get(channel) ?? `.${escaped(channel)}.`;
  const spoken = language === 'en' ? '' : language === '' ? '-' : escaped(language);
  return `${where}${isDeveloper ? '!' : ''}${spoken}`;
}

const form = /^(?:([A-Z])|\.([^.]*)\.)(!?)(.*)$/;

// Nearly all sessions share a few, and every entry that is read has one.
const known = new Map<string, Manner>();
const mostKnown = 1_000;

/** @throws Error where it is not as `mannerOf` makes it */
export function fromManner(text: string): Manner {
  const found = known.get(text);
  if (found) return found;
  const manner = read(text);
  if (known.size < mostKnown) known.set(text, manner);
  return manner;
}

function read(text: string): Manner {
  const [match, letter, name = '', developer, spoken = ''] = form.exec(text) ?? [];
  const channel = letter === undefined ? unescaped(name) : channels.get(letter);
  if (match === undefined || channel === undefined) throw new Error(`unknown manner ${text} of a session`);
  const language = spoken === '' ? 'en' : spoken === '-' ? '' : unescaped(spoken);
  return { channel, language, isDeveloper: developer === '!' };
}
