/** A kind of thing that is odd about rows that were taken all the same. */
export interface ImportWarning {
  code: string;
  /** What it is, and what was made of it. */
  detail: string;
  /** In how many rows. */
  count: number;
  /** Position of the first such row among the rows given, from 0. */
  firstIndex: number;
  sessionId?: string | undefined;
}

/** Rows that were refused for one reason. */
export interface RejectedRow {
  /** Position of the first of them among the rows given, from 0. */
  index: number;
  sessionId?: string | undefined;
  reason: string;
  /** Line of the text on which it begins, from 1; absent: the first. */
  line?: number | undefined;
  /** How many rows; absent: one. */
  count?: number | undefined;
}

/** Where a finding was made. */
export interface RowPlace {
  index: number;
  /** From 1. */
  line?: number | undefined;
  sessionId?: string | undefined;
}

/** More kinds than people read; what is beyond is counted together. */
const mostKinds = 200;
const others = 'other';

/** What was odd, once for each kind. */
export class Warnings {
  readonly #kinds = new Map<string, ImportWarning>();

  add(code: string, detail: string, { index, sessionId }: RowPlace, count = 1): void {
    const known = this.#kinds.get(`${code} ${detail}`);
    const isFull = !known && this.#kinds.size >= mostKinds;
    const found = isFull ? this.#kinds.get(others) : known;
    if (found) {
      found.count += count;
      return;
    }
    const kind = isFull ? { code: others, detail: 'further kinds of oddities' } : { code, detail };
    this.#kinds.set(isFull ? others : `${code} ${detail}`, {
      ...kind,
      count,
      firstIndex: index,
      ...(sessionId === undefined ? {} : { sessionId }),
    });
  }

  list(): ImportWarning[] {
    return [...this.#kinds.values()];
  }
}

/** What was refused, once for each reason. */
export class Rejections {
  readonly #reasons = new Map<string, RejectedRow & { count: number }>();

  /** @param kind of reasons that are told together though they differ in words */
  add(reason: string, { index, line, sessionId }: RowPlace, kind = reason, count = 1): void {
    const isFull = !this.#reasons.has(kind) && this.#reasons.size >= mostKinds;
    const key = isFull ? others : kind;
    const found = this.#reasons.get(key);
    if (found) {
      found.count += count;
      return;
    }
    this.#reasons.set(key, {
      index,
      ...(sessionId === undefined ? {} : { sessionId }),
      reason: isFull ? `${reason} (and further reasons)` : reason,
      ...(line === undefined || line === 1 ? {} : { line }),
      count,
    });
  }

  /** By the place of the first row of each. */
  list(): RejectedRow[] {
    return [...this.#reasons.values()]
      .sort((a, b) => a.index - b.index)
      .map(({ count, ...row }) => (count === 1 ? row : { ...row, count }));
  }
}

/** How many rows a list of rejections stands for. */
export function rejectedCount(rejected: readonly RejectedRow[]): number {
  return rejected.reduce((sum, { count = 1 }) => sum + count, 0);
}

const rowsOf = (count: number): string => (count === 1 ? '' : ` (${count} rows)`);
const idOf = (sessionId: string | undefined): string => (sessionId === undefined ? '' : ` (${sessionId})`);

/** A rejection as a line for people, who count rows from 1. */
export function describeRejection({ index, sessionId, reason, count = 1 }: RejectedRow): string {
  return `row ${index + 1}${idOf(sessionId)}: ${reason}${rowsOf(count)}`;
}

/** A warning as a line for people, who count rows from 1. */
export function describeWarning({ firstIndex, sessionId, detail, count }: ImportWarning): string {
  return `row ${firstIndex + 1}${idOf(sessionId)}: ${detail}${rowsOf(count)}`;
}
