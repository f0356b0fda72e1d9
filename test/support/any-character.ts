import * as fc from 'fast-check';

/** How many code points stand for halves of pairs, and where they begin. */
const [halves, firstHalf] = [0x800, 0xd800];

/**
 * Any character there is, for `unit` of `fc.string`: what 'binary' stands for there, but that makes a table of all of them
 * first, in every process, which takes most of a second.
 */
export const anyCharacter = fc
  .nat(0x10ffff - halves)
  .map((number) => String.fromCodePoint(number < firstHalf ? number : number + halves), numberOf);

function numberOf(character: unknown): number {
  const code = typeof character === 'string' ? character.codePointAt(0) : undefined;
  if (code === undefined || String.fromCodePoint(code) !== character)
    throw new Error('This is no character.');
  return code < firstHalf ? code : code - halves;
}
