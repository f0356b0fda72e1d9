import { type AttributeValue, typeOf } from './values/attribute-value.ts';
import { sortableNumber } from './values/decimal.ts';

/*
 * Keys of the storage are byte strings: each character is a byte, so that memory and disk have the same order,
 * which is DynamoDB's. Parts end with the byte 0; the bytes 0 and 1 within a part are escaped.
 */

/** A part of a key that sorts as the value does; the value is a string, a number or a binary. */
export function keyPart(value: AttributeValue): string {
  switch (typeOf(value)) {
    case 'S':
      return textBytes(value.S ?? '');
    case 'N':
      return sortableNumber(value.N ?? '0');
    default:
      return escaped(Buffer.from(value.B ?? '', 'base64').toString('latin1'));
  }
}

export const joinKey = (...parts: readonly string[]): string => `${parts.join('\0')}\0`;

/** The first key behind all that begin with the prefix. */
export function afterPrefix(prefix: string): string {
  for (let end = prefix.length; end > 0; end--) {
    const last = prefix.charCodeAt(end - 1);
    if (last < 0xff) return prefix.slice(0, end - 1) + String.fromCharCode(last + 1);
  }
  return '\xff'.repeat(prefix.length + 1);
}

/** The first key behind this one. */
export const afterKey = (key: string): string => `${key}\0`;

function textBytes(text: string): string {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 2 || code > 0x7f) return escaped(Buffer.from(text, 'utf8').toString('latin1'));
  }
  return text;
}

function escaped(bytes: string): string {
  if (!bytes.includes('\0') && !bytes.includes('\x01')) return bytes;
  return bytes.replaceAll('\x01', '\x01\x02').replaceAll('\0', '\x01\x01');
}
