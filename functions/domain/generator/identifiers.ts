import { type Random, streamOf } from './random.ts';

const bytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hexByte(word: number, shift: number): string {
  return bytes[(word >>> shift) & 0xff] ?? '';
}

// Half of the time a session takes goes here: a table is several times faster than toString and padStart.
function hex8(word: number): string {
  return hexByte(word, 24) + hexByte(word, 16) + hexByte(word, 8) + hexByte(word, 0);
}

/** A uuid of the version that the vendor's samples show (5). */
export function uuid(random: Random): string {
  const second = hex8(random.word());
  const third = hex8(((random.word() & 0x3fffffff) | 0x80000000) >>> 0);
  return `${hex8(random.word())}-${second.slice(0, 4)}-5${second.slice(5)}-${third.slice(0, 4)}-${third.slice(4)}${hex8(random.word())}`;
}

/** A session id: 24 hex digits, the first 8 of them the start (Unix ms, 1970 to 2106) in seconds. */
export function sessionIdAt(startTime: number, random: Random): string {
  return hex8(Math.floor(startTime / 1000)) + hex8(random.word()) + hex8(random.word());
}

/** A bot id as the vendor's look: the same seed and name, the same id. */
export function deriveBotId(seed: string, name: string): string {
  return `st-${uuid(streamOf(seed, `bot/${name}`))}`;
}

/** A client id as the vendor's look: the same seed and name, the same id. */
export function deriveClientId(seed: string, name: string): string {
  return `cs-${uuid(streamOf(seed, `client/${name}`))}`;
}

/** A client secret as the vendor's look, 32 bytes in base64. Known to whoever knows seed and name: for demos only. */
export function deriveClientSecret(seed: string, name: string): string {
  const random = streamOf(seed, `secret/${name}`);
  const secret = Buffer.alloc(32);
  for (let offset = 0; offset < secret.length; offset += 4) secret.writeUInt32BE(random.word(), offset);
  return secret.toString('base64');
}
