import type { Time } from '../../domain/time.ts';

interface Group<T> {
  values: T[];
  /** Settles as the work for all of them does. */
  done: Promise<void>;
  /** Begins that work. */
  close: () => void;
}

/** Holds values back for a short time, so that one piece of work can be done for all of them. */
export class Gatherer<T> {
  readonly #time: Time;
  readonly #waitMs: number;
  readonly #work: (values: T[]) => Promise<void>;
  #group: Group<T> | undefined;

  /** @param waitMs how long a value is held back at most */
  constructor(time: Time, waitMs: number, work: (values: T[]) => Promise<void>) {
    this.#time = time;
    this.#waitMs = waitMs;
    this.#work = work;
  }

  /** @returns as the work does that is done for this value and others */
  add(value: T): Promise<void> {
    this.#group ??= this.#open();
    this.#group.values.push(value);
    return this.#group.done;
  }

  /** Begins with what is held back, at once. */
  flush(): void {
    this.#group?.close();
  }

  #open(): Group<T> {
    const values: T[] = [];
    let close = (): void => {};
    const done = new Promise<void>((resolve) => {
      close = () => {
        cancel();
        this.#group = undefined;
        resolve(this.#work(values));
      };
    });
    const cancel = this.#time.after(this.#waitMs, close);
    return { values, done, close };
  }
}
