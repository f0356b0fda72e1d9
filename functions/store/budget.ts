/** How much a piece of tidying up may do before it leaves the rest for later. */
export class Budget {
  #items: number;
  readonly #until: number;

  constructor(limits: { items: number; ms: number }) {
    this.#items = limits.items;
    this.#until = performance.now() + limits.ms;
  }

  get spent(): boolean {
    return this.#items <= 0 || performance.now() >= this.#until;
  }

  spend(items: number): void {
    this.#items -= items;
  }
}
