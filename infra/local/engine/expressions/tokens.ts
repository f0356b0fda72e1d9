import { validationError } from '../errors.ts';

export type TokenKind = 'word' | 'name' | 'value' | 'number' | 'sign' | 'end';

export interface Token {
  kind: TokenKind;
  text: string;
}

const pattern =
  /\s*(?:(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<name>#[A-Za-z0-9_]+)|(?<value>:[A-Za-z0-9_]+)|(?<number>\d+)|(?<sign><>|<=|>=|[=<>()[\].,+-]))/y;
const rest = /\s*$/y;

const end: Token = { kind: 'end', text: '<EOF>' };

/** Of expressions that were read; programs send the same few again and again. */
const read = new Map<string, readonly Token[]>();
const mostRead = 500;
const longestRead = 1_000;

/** The words and signs of an expression, taken one by one. */
export class Tokens {
  readonly #kind: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  /** @param kind what the expression is called in a request, for messages */
  constructor(kind: string, text: string) {
    this.#kind = kind;
    if (text === '') throw this.invalid('The expression can not be empty;');
    this.#tokens = read.get(text) ?? this.#readAnew(text);
  }

  get current(): Token {
    return this.#tokens[this.#next] ?? end;
  }

  get following(): Token {
    return this.#tokens[this.#next + 1] ?? end;
  }

  take(): Token {
    const token = this.current;
    this.#next++;
    return token;
  }

  isSign(sign: string): boolean {
    return this.current.kind === 'sign' && this.current.text === sign;
  }

  isWord(word: string): boolean {
    return this.current.kind === 'word' && this.current.text.toUpperCase() === word;
  }

  /** Takes the sign or word if it is the next one. */
  skip(expected: string): boolean {
    const found = this.isSign(expected) || this.isWord(expected);
    if (found) this.#next++;
    return found;
  }

  expect(expected: string): void {
    if (!this.skip(expected)) throw this.unexpected();
  }

  expectEnd(): void {
    if (this.current.kind !== 'end') throw this.unexpected();
  }

  unexpected(): Error {
    return this.invalid(`Syntax error; token: "${this.current.text}"`);
  }

  invalid(why: string): Error {
    return validationError(`Invalid ${this.#kind}: ${why}`);
  }

  #readAnew(text: string): readonly Token[] {
    const tokens = [...this.#read(text)];
    if (read.size >= mostRead) read.clear();
    if (text.length <= longestRead) read.set(text, tokens);
    return tokens;
  }

  *#read(text: string): Generator<Token> {
    let index = 0;
    for (;;) {
      rest.lastIndex = index;
      if (rest.test(text)) return;
      pattern.lastIndex = index;
      const found = pattern.exec(text);
      if (!found) throw this.invalid(`Syntax error; token: "${text.slice(index).trim().slice(0, 10)}"`);
      const [kind, part = ''] =
        Object.entries(found.groups ?? {}).find(([, value]) => value !== undefined) ?? [];
      yield { kind: kind as TokenKind, text: part };
      index = pattern.lastIndex;
    }
  }
}
