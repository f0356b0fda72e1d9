/** A setting of an account: what it can be, what it is where nothing is set, and what it does (Markdown). */
export type Declaration = Choice | Switch | Whole | WholeOrNone | TextOrNone;

interface Described {
  does: string;
}

export interface Choice<Value extends string = string> extends Described {
  kind: 'choice';
  values: readonly Value[];
  byDefault: NoInfer<Value>;
}

export interface Switch extends Described {
  kind: 'switch';
  byDefault: boolean;
}

export interface Whole extends Described {
  kind: 'whole';
  min: number;
  max: number;
  byDefault: number;
}

/** A whole number, or null. */
export interface WholeOrNone extends Described {
  kind: 'wholeOrNone';
  min: number;
  max: number;
  byDefault: number | null;
}

/** A text that is not empty, or null. */
export interface TextOrNone extends Described {
  kind: 'textOrNone';
  /** The most characters. */
  max: number;
  byDefault: string | null;
}

/** What a setting that is declared so can be. */
export type ValueOf<D extends Declaration> =
  D extends Choice<infer Value>
    ? Value
    : D extends Switch
      ? boolean
      : D extends WholeOrNone
        ? number | null
        : D extends TextOrNone
          ? string | null
          : number;

/** One of some words; the first is what counts where nothing is set. */
export function choice<const Value extends string>(
  values: readonly [Value, ...Value[]],
  does: string,
): Choice<Value> {
  return { kind: 'choice', values, byDefault: values[0], does };
}

export function toggle(byDefault: boolean, does: string): Switch {
  return { kind: 'switch', byDefault, does };
}

export function whole(min: number, max: number, byDefault: number, does: string): Whole {
  return { kind: 'whole', min, max, byDefault, does };
}

export function wholeOrNone(min: number, max: number, byDefault: number | null, does: string): WholeOrNone {
  return { kind: 'wholeOrNone', min, max, byDefault, does };
}

export function textOrNone(max: number, byDefault: string | null, does: string): TextOrNone {
  return { kind: 'textOrNone', max, byDefault, does };
}
