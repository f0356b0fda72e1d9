import { JsonFault, scanString, scanValue, skipBlanks } from './json-scan.ts';
import { LineCounter } from './line-counter.ts';
import { compact } from './members.ts';
import { type FoundRow, type RowForm, sessionRows } from './row-form.ts';

/** Thrown where a text holds no rows in any of the known forms; the message says where it ends to be one. */
export class ImportFormatError extends Error {
  override readonly name = 'ImportFormatError';
}

/** What a place in the text is inside of: nothing, an array, the rows of a response, its other members. */
type Frame = 'list' | 'rows' | 'response';

const byteOrderMark = '\ufeff';
const expected = ({ lists, api }: RowForm): string =>
  `Expected ${lists.join(' or ')}: a ${api} response or several, a JSON array of rows or of responses, or one JSON object a line (NDJSON).`;

/** Thrown inside where more of the text is needed to go on. */
const more = Symbol('more of the text is needed');

/** What a line begins with that belongs to an object begun on a line before. */
const goesOn = /["}\],:]/;

/** How much may be looked at in vain at the beginning. */
const patience = 65_536;

type ObjectForm =
  | { form: 'row'; end: number; hasBlanks: boolean }
  /** @param at behind the opening bracket of its rows */
  | { form: 'response'; at: number };

/**
 * Takes the rows out of a text that arrives in parts: one response, an array of rows or of responses, responses
 * one after the other, rows one after the other (a line each or over several), or a single row. What has been
 * read is let go; where a value is not whole yet, it is looked at again only once the text has doubled, so that
 * all of it takes time in proportion to its length.
 */
export class RowScanner {
  readonly #form: RowForm;
  readonly #frames: Frame[] = [];
  #text = '';
  /** What has arrived and has not been looked at. */
  #pending: string[] = [];
  #pendingLength = 0;
  /** How much text has been let go, and how much has been looked at in vain. */
  #consumed = 0;
  #wasted = 0;
  #at = 0;
  #ended = false;
  /** How much text there has to be before it is looked at again. */
  #enough = 0;
  #index = 0;
  readonly #lines = new LineCounter();
  #objects = 0;
  /** What is wrong with the first thing that is no object. */
  #complaint: ImportFormatError | undefined;
  /** Whether an element of the innermost array has been read, so that a comma has to come. */
  #afterElement = false;

  constructor(form: RowForm = sessionRows) {
    this.#form = form;
  }

  /**
   * Rows that are whole by now.
   *
   * @throws ImportFormatError
   */
  *push(chunk: string): Generator<FoundRow> {
    this.#pending.push(chunk);
    this.#pendingLength += chunk.length;
    if (this.#text.length - this.#at + this.#pendingLength < this.#enough) return;
    this.#take();
    yield* this.#rows();
  }

  /** Puts what has arrived behind what is left, and lets go of what has been read. */
  #take(): void {
    this.#lines.letGo(this.#text, this.#at);
    this.#consumed += this.#at;
    this.#text = this.#text.slice(this.#at) + this.#pending.join('');
    this.#pending = [];
    this.#pendingLength = 0;
    this.#at = 0;
  }

  /**
   * The rows that are left, once all of the text has been given.
   *
   * @throws ImportFormatError
   */
  *end(): Generator<FoundRow> {
    this.#ended = true;
    this.#take();
    yield* this.#rows();
    if (this.#frames.length > 0) throw this.#error(this.#text.length, 'the text is cut off here');
    if (this.#objects === 0 && this.#complaint) throw this.#complaint;
  }

  *#rows(): Generator<FoundRow> {
    this.#enough = 0;
    try {
      for (let found = this.#next(); found !== 'end'; found = this.#next()) {
        if (found !== undefined) yield found;
      }
    } catch (error) {
      if (error !== more) throw error;
      if (this.#ended) throw this.#error(this.#text.length, 'the text is cut off here');
      this.#enough = 2 * (this.#text.length - this.#at);
    }
  }

  /** Reads one thing: a row, or a bracket or comma between rows. */
  #next(): FoundRow | undefined | 'end' {
    this.#skip();
    const frame = this.#frames.at(-1);
    if (this.#at >= this.#text.length) {
      if (frame && this.#ended) throw more;
      return 'end';
    }
    try {
      if (frame === undefined) return this.#atTop();
      return frame === 'response' ? this.#inResponse() : this.#inArray(frame);
    } catch (error) {
      if (error instanceof JsonFault) throw this.#error(error.at, error.message);
      throw error;
    }
  }

  #skip(): void {
    this.#at = skipBlanks(this.#text, this.#at);
    while (this.#frames.length === 0 && this.#text[this.#at] === byteOrderMark) {
      this.#at = skipBlanks(this.#text, this.#at + 1);
    }
  }

  #atTop(): FoundRow | undefined {
    const character = this.#text[this.#at];
    if (character === '[') return this.#open('list', this.#at + 1);
    if (character !== '{') return this.#strayLine(undefined);
    if (this.#isWasteful() && this.#lineValue() === undefined) return this.#strayLine(undefined);
    try {
      return this.#object(true);
    } catch (error) {
      const isCut = error === more && this.#ended;
      if (!isCut && !(error instanceof JsonFault)) throw error;
      const fault = isCut ? new JsonFault(this.#text.length, 'the text is cut off here') : error;
      if (!(fault instanceof JsonFault && this.#isOneLine())) throw fault;
      this.#wasted += fault.at - this.#at;
      return this.#strayLine(fault);
    }
  }

  /** Whether so much was looked at in vain that from now on every line has to stand for itself. */
  #isWasteful(): boolean {
    return this.#wasted > this.#consumed + this.#at + patience;
  }

  #lineValue(): { value: unknown } | undefined {
    return lineValueOf(this.#text.slice(this.#at, this.#lineEnd()));
  }

  /** Whether what begins on this line goes no further than it, as far as one can see by the next line. */
  #isOneLine(): boolean {
    const end = this.#lineEnd();
    const next = skipBlanks(this.#text, end);
    if (next >= this.#text.length) return this.#atEnd();
    const isAtMargin = next === this.#text.lastIndexOf('\n', next) + 1;
    return isAtMargin && !goesOn.test(this.#text[next] ?? '');
  }

  #atEnd(): true {
    if (this.#ended) return true;
    throw more;
  }

  #lineEnd(): number {
    const end = this.#text.indexOf('\n', this.#at);
    if (end < 0 && !this.#ended) throw more;
    return end < 0 ? this.#text.length : end;
  }

  /** A line that is not an object: rejected by itself, unless nothing in the text is one. */
  #strayLine(fault: JsonFault | undefined): FoundRow {
    const start = this.#at;
    const end = this.#lineEnd();
    const value = fault ? undefined : lineValueOf(this.#text.slice(start, end));
    const why = fault?.message ?? (value === undefined ? 'this is not JSON' : 'this is no object');
    const line = this.#lines.lineOf(this.#text, start);
    this.#complaint ??= this.#error(fault?.at ?? start, why);
    this.#at = end;
    return { index: this.#index++, line, ...value };
  }

  #inArray(frame: 'list' | 'rows'): FoundRow | undefined {
    const character = this.#text[this.#at];
    if (character === ']') return this.#close(this.#at + 1);
    if (this.#afterElement) {
      if (character !== ',') throw new JsonFault(this.#at, 'a comma or ] is missing');
      const next = skipBlanks(this.#text, this.#at + 1);
      if (next >= this.#text.length) throw more;
      if (this.#text[next] === ']') throw new JsonFault(this.#at, 'a comma stands before ]');
      this.#at = next;
      this.#afterElement = false;
    }
    const found = this.#text[this.#at] === '{' ? this.#object(frame === 'list') : this.#value();
    if (found) this.#afterElement = true;
    return found;
  }

  #inResponse(): undefined {
    if (this.#text[this.#at] === '}') return this.#close(this.#at + 1);
    if (this.#text[this.#at] !== ',') throw new JsonFault(this.#at, 'a comma or } is missing');
    const name = skipBlanks(this.#text, this.#at + 1);
    if (this.#text[name] === '}') throw new JsonFault(this.#at, 'a comma stands before }');
    const member = this.#member(name, undefined, false);
    const { name: called, valueStart, end } = member;
    if (end === valueStart) return this.#open('rows', valueStart + 1);
    // Beside another list it says that there are none.
    const isNone = this.#text.slice(valueStart, end) === 'null';
    if (isNamed(this.#form.lists, called) && !isNone) throw this.#noArray(called, valueStart, end);
    this.#at = member.end;
    return undefined;
  }

  #open(frame: Frame, at: number): undefined {
    this.#frames.push(frame);
    this.#afterElement = false;
    this.#at = at;
  }

  #close(at: number): undefined {
    this.#frames.pop();
    this.#afterElement = true;
    this.#at = at;
  }

  /** An element that is no object. */
  #value(): FoundRow {
    const start = this.#at;
    const notes = { hasBlanks: false };
    const end = this.#whole(scanValue(this.#text, start, notes));
    return this.#row(start, end, notes.hasBlanks);
  }

  /** @param mayBeResponse whether a response can stand here */
  #object(mayBeResponse: boolean): FoundRow | undefined {
    const start = this.#at;
    const form = this.#formOf(start, mayBeResponse);
    if (form.form === 'row') {
      const isTop = this.#frames.length === 0;
      if (isTop) this.#checkLineEnds(form.end);
      this.#objects += 1;
      return this.#row(start, form.end, form.hasBlanks);
    }
    this.#objects += 1;
    this.#open('response', form.at);
    return this.#open('rows', form.at);
  }

  /** Behind a row at the top may come another or a line break, and no comma. */
  #checkLineEnds(end: number): void {
    const next = skipBlanks(this.#text, end);
    if (this.#text[next] === ',') {
      throw this.#error(next, 'a comma stands behind a row, and the rows are in no brackets [ ]');
    }
  }

  #formOf(start: number, mayBeResponse: boolean): ObjectForm {
    const notes = { hasBlanks: false };
    if (!mayBeResponse) {
      return { form: 'row', end: this.#whole(scanValue(this.#text, start, notes)), ...notes };
    }
    let isRow = false;
    let errors: number | undefined;
    let wrongList: ImportFormatError | undefined;
    let at = this.#blank(start + 1, notes);
    if (this.#text[at] === '}') return { form: 'row', end: at + 1, ...notes };
    for (;;) {
      const { name, valueStart, end } = this.#member(at, notes, isRow);
      if (isNamed(this.#form.ids, name)) isRow = true;
      if (isNamed(this.#form.lists, name) && !isRow) {
        if (end === valueStart) return { form: 'response', at: valueStart + 1 };
        wrongList ??= this.#noArray(name, valueStart, end);
      }
      if (name === '"errors"') errors = valueStart;
      at = this.#blank(end, notes);
      const character = this.#text[at];
      if (character === '}') break;
      if (character !== ',') throw new JsonFault(at, 'a comma or } is missing');
      const comma = at;
      at = this.#blank(at + 1, notes);
      if (this.#text[at] === '}') throw new JsonFault(comma, 'a comma stands before }');
    }
    if (!isRow && errors !== undefined)
      throw this.#error(start, errorAnswer(this.#text.slice(start, at + 1), this.#form));
    // A row may have a member of that name.
    if (!isRow && wrongList) throw wrongList;
    return { form: 'row', end: at + 1, ...notes };
  }

  /** A member of an object, up to the end of its value; an array of rows ends where it begins. */
  #member(
    at: number,
    notes?: { hasBlanks: boolean },
    isRow = true,
  ): { name: string; valueStart: number; end: number } {
    if (at >= this.#text.length) throw more;
    if (this.#text[at] !== '"') throw new JsonFault(at, 'the name of a member is missing');
    const nameEnd = this.#whole(scanString(this.#text, at));
    const name = this.#text.slice(at, nameEnd);
    const colon = this.#blank(nameEnd, notes);
    if (this.#text[colon] !== ':') throw new JsonFault(colon, 'a colon is missing');
    const valueStart = this.#blank(colon + 1, notes);
    if (isNamed(this.#form.lists, name) && !isRow && this.#text[valueStart] === '[')
      return { name, valueStart, end: valueStart };
    return { name, valueStart, end: this.#whole(scanValue(this.#text, valueStart, notes)) };
  }

  #blank(at: number, notes?: { hasBlanks: boolean }): number {
    const end = skipBlanks(this.#text, at);
    if (end >= this.#text.length) throw more;
    if (notes && end > at) notes.hasBlanks = true;
    return end;
  }

  #whole(end: number): number {
    if (end < 0) throw more;
    return end;
  }

  #row(start: number, end: number, hasBlanks: boolean): FoundRow {
    const given = this.#text.slice(start, end);
    const text = hasBlanks ? compact(given) : given;
    const line = this.#lines.lineOf(this.#text, start);
    this.#at = end;
    return { index: this.#index++, line, text, value: JSON.parse(text) };
  }

  #noArray(name: string, start: number, end: number): ImportFormatError {
    const found = this.#text.slice(start, Math.min(end, start + 40));
    return this.#error(start, `${name} is ${found}, and not an array`);
  }

  #error(at: number, reason: string): ImportFormatError {
    const { line, column } = this.#lines.placeOf(this.#text, at);
    return new ImportFormatError(`Line ${line}, column ${column}: ${reason}. ${expected(this.#form)}`);
  }
}

/** The value that a line is; undefined where it is none. */
function lineValueOf(line: string): { text: string; value: unknown } | undefined {
  const text = line.trim();
  try {
    // A blank ends a number that would go on otherwise.
    return scanValue(`${text} `, 0) === text.length ? { text, value: JSON.parse(text) } : undefined;
  } catch (error) {
    if (error instanceof JsonFault) return undefined;
    throw error;
  }
}

/** Whether a name, in its quotation marks, is one of some. */
const isNamed = (names: readonly string[], quoted: string): boolean => names.includes(quoted.slice(1, -1));

/** What an answer of the vendor's API that is an error says. */
function errorAnswer(text: string, { lists }: RowForm): string {
  const said = /"msg"\s*:\s*("(?:[^"\\]|\\.){0,200}")/.exec(text)?.[1];
  return `this is an error that the API has answered${said ? ` (${said})` : ''}, and no ${lists.join(' or ')}`;
}

/**
 * The rows of a text that is there as a whole; see `RowScanner`.
 *
 * @throws ImportFormatError
 */
export function* readRows(text: string, form?: RowForm): Generator<FoundRow> {
  const scanner = new RowScanner(form);
  yield* scanner.push(text);
  yield* scanner.end();
}

/**
 * The rows of a text that arrives in parts; see `RowScanner`.
 *
 * @throws ImportFormatError
 */
export async function* readRowsOf(chunks: AsyncIterable<string>, form?: RowForm): AsyncGenerator<FoundRow> {
  const scanner = new RowScanner(form);
  for await (const chunk of chunks) yield* scanner.push(chunk);
  yield* scanner.end();
}
