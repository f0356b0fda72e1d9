type Words = readonly [number, number, number, number];

/** 128 bits of a text, as four unsigned 32-bit words (cyrb128). */
function hashWords(text: string): Words {
  let a = 1779033703;
  let b = 3144134277;
  let c = 1013904242;
  let d = 2773480762;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    a = b ^ Math.imul(a ^ unit, 597399067);
    b = c ^ Math.imul(b ^ unit, 2869860233);
    c = d ^ Math.imul(c ^ unit, 951274213);
    d = a ^ Math.imul(d ^ unit, 2716044179);
  }
  a = Math.imul(c ^ (a >>> 18), 597399067);
  b = Math.imul(d ^ (b >>> 22), 2869860233);
  c = Math.imul(a ^ (c >>> 17), 951274213);
  d = Math.imul(b ^ (d >>> 19), 2716044179);
  a ^= b ^ c ^ d;
  return [a >>> 0, (b ^ a) >>> 0, (c ^ a) >>> 0, (d ^ a) >>> 0];
}

/**
 * A seeded source of numbers (sfc32). Only 32-bit integer arithmetic and IEEE basic operations, so that
 * every engine draws the same; not for secrets.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter: number;

  constructor([a, b, c, counter]: Words) {
    this.#a = a | 0;
    this.#b = b | 0;
    this.#c = c | 0;
    this.#counter = counter | 0;
    // The first draws of near seeds resemble each other.
    for (let round = 0; round < 20; round += 1) this.word();
  }

  /** 32 random bits, 0 to 4294967295. */
  word(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A number from 0 up to and without 1, with 53 random bits. */
  unit(): number {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  }

  /** An integer from 0 up to and without `bound`. */
  below(bound: number): number {
    return Math.floor(this.unit() * bound);
  }

  /** An integer from `low` to `high`, both inclusive. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** True in a share (0 to 1) of the calls. */
  chance(share: number): boolean {
    return this.unit() < share;
  }

  /** One of a list, each equally likely; the list must not be empty. */
  oneOf<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}

/** The stream of a seed for one purpose. Each purpose has its own, so that one more changes no other. */
export function streamOf(seed: string, purpose: string): Random {
  return new Random(hashWords(`${seed}\u0000${purpose}`));
}

/** Streams of a seed for the members of a numbered family, such as the users: the same number, the same stream. */
export function familyOf(seed: string, purpose: string): (index: number) => Random {
  const [a, b, c, d] = hashWords(`${seed}\u0000${purpose}`);
  return (index) => new Random([a, b, c, (d ^ index) >>> 0]);
}
