/** Sessions kept together under a name of their own; a frozen layer never changes again. */
export interface Layer {
  name: string;
  /**
   * A revision of the log of the account whose own layer it is or was. Of the own layer: it was empty then; absent
   * where that is not known. Of a frozen one: it was frozen then, so what was read of it at this revision or a later
   * one stays as it is.
   */
  revision?: number | undefined;
  /** Unix ms of the machine's clock until which the index may not show all of a frozen layer; absent: it does. */
  settlesAt?: number | undefined;
}

/** What an account's sessions are in, newest first: the own layer, which alone is written, over frozen ones. */
export type Layers = readonly [own: Layer, ...frozen: Layer[]];

/** The layers of an account that has written nothing yet over frozen ones, which may be none. */
export const over = (own: string, frozen: readonly Layer[], revision: number): Layers => [
  { name: own, revision },
  ...frozen,
];
