import { createHmac } from 'node:crypto';

/** No vowels: what is made of it is no word. */
const letters = 'bcdfghjkmnpqrstvwxz';
const digits = '0123456789';
const hexDigits = '0123456789abcdef';
/** Characters that stay where they are. */
const kept = ' -_.@+:/';

/** Everything that a replaced text may be made of. */
export const alphabet = new RegExp(
  `^[${letters}${letters.toUpperCase()}0-9${kept.replace(/[-/]/g, '\\$&')}]*$`,
);

/** Ids in hex, with a prefix such as `st-` or without one. */
export const idShape = /^(?:[a-z]{1,2}-)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const vendorPrefixes = ['st-', 'u-', 'cs-', 'ms-', 'cp-', 'o-', 'c-'];

/** Shorter ones could be met by chance. */
const shortest = 10;
const mostAttempts = 100;

/** Replaces texts and numbers: the same one by the same, two by two, and by none that the source has. */
export class Replacements {
  readonly #key: Buffer;
  readonly #made = new Map<string, string>();
  readonly #originals = new Set<string>();
  readonly #taken = new Set<string>();
  /** How often an original was tried anew, by its mark: what a resumed run has to know. */
  readonly attempts: Record<string, number>;

  constructor(key: Buffer, attempts: Record<string, number> = {}) {
    this.#key = key;
    this.attempts = { ...attempts };
  }

  /** What has been replaced so far. */
  get originals(): ReadonlySet<string> {
    return this.#originals;
  }

  /** Has texts known before any is replaced, so that none comes in the place of another. */
  expect(texts: Iterable<string>): void {
    for (const text of texts) this.#originals.add(text);
  }

  /** A text of the same shape. */
  of(original: string): string {
    const known = this.#made.get(original);
    if (known !== undefined) return known;
    this.#originals.add(original);
    const mark = this.#hash(`mark ${original}`).toString('base64url').slice(0, 16);
    for (let attempt = this.attempts[mark] ?? 0; attempt < mostAttempts; attempt++) {
      const candidate = this.#candidate(original, attempt);
      if (this.#originals.has(candidate) || this.#taken.has(candidate)) continue;
      if (attempt > 0) this.attempts[mark] = attempt;
      this.#made.set(original, candidate);
      this.#taken.add(candidate);
      return candidate;
    }
    throw new Error('No replacement could be found: record again.');
  }

  #candidate(original: string, attempt: number): string {
    const bytes = this.#bytes(`${attempt} ${original}`);
    const pick = (from: string): string => from.charAt(bytes.next().value % from.length);
    if (/^\d+$/.test(original)) return wholeNumber(original.length, pick);
    if (idShape.test(original)) {
      const prefix = vendorPrefixes.find((known) => original.startsWith(known)) ?? '';
      return prefix + original.slice(-36).replace(/[0-9a-f]/g, () => pick(hexDigits));
    }
    if (/^[0-9a-f]{16,64}$/.test(original)) return original.replace(/./g, () => pick(hexDigits));
    let text = '';
    for (const character of original) text += replaceCharacter(character, pick);
    const random = text.replace(/[^\p{L}\p{N}]/gu, '').length;
    for (let missing = shortest - random; missing > 0; missing--) text += pick(letters);
    return text;
  }

  /** As many bytes as are asked for, which follow from the key and a text. */
  *#bytes(text: string): Generator<number, number> {
    for (let block = 0; ; block++) yield* this.#hash(`${block} ${text}`);
  }

  #hash(text: string): Buffer {
    return createHmac('sha256', this.#key).update(text).digest();
  }
}

/** Digits that are the same as a number and as a text. */
function wholeNumber(length: number, pick: (from: string) => string): string {
  const rest = Math.min(Math.max(length, shortest), 15) - 1;
  return pick('123456789') + Array.from({ length: rest }, () => pick(digits)).join('');
}

function replaceCharacter(character: string, pick: (from: string) => string): string {
  if (/\p{Lu}/u.test(character)) return pick(letters).toUpperCase();
  if (/\p{N}/u.test(character)) return pick(digits);
  if (kept.includes(character)) return character;
  return /\p{L}/u.test(character) ? pick(letters) : '_';
}
