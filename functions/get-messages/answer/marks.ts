import type { LayeredSlice } from '../../domain/slices/layered.ts';
import type { Place } from '../../domain/slices/select.ts';
import type { Slice } from '../../domain/slices/slice.ts';
import type { SessionView } from '../../store/reader/session-view.ts';
import { markBot, namedBy } from '../../store/table/keys.ts';

interface Known {
  hidden: Int32Array | undefined;
  /** Positions by the ids of sessions. */
  positions: ReadonlyMap<string, number>;
}

// What is in a slice never changes.
const known = new WeakMap<Slice, Known>();

/** Which sessions of an account have imported messages. */
export class Marks {
  readonly #slices: readonly LayeredSlice[];

  private constructor(slices: readonly LayeredSlice[]) {
    this.#slices = slices.filter(({ slice, hidden }) => slice.length > (hidden?.length ?? 0));
  }

  static async read(view: SessionView): Promise<Marks> {
    return new Marks((await view.days([markBot], { from: 0, to: 0 })).flat());
  }

  /** Whether there are no imported messages at all. */
  get areNone(): boolean {
    return this.#slices.length === 0;
  }

  has(sessionId: string): boolean {
    return this.#slices.length > 0 && this.placeOf(sessionId) !== undefined;
  }

  /** Where the mark of a session is, whose row has the days of its messages. */
  placeOf(sessionId: string): Place | undefined {
    for (const { slice, hidden } of this.#slices) {
      const position = positionsOf(slice, hidden).get(sessionId);
      if (position !== undefined) return { slice, position };
    }
    return undefined;
  }
}

function positionsOf(slice: Slice, hidden: Int32Array | undefined): ReadonlyMap<string, number> {
  const found = known.get(slice);
  if (found && found.hidden === hidden) return found.positions;
  const isHidden = new Set(hidden);
  const positions = new Map<string, number>();
  for (let position = 0; position < slice.length; position++) {
    if (!isHidden.has(position)) positions.set(namedBy(slice.idAt(position)), position);
  }
  known.set(slice, { hidden, positions });
  return positions;
}
