import type { Account } from '../../domain/account.ts';

/** An answer's body, and what is worth logging of it. */
export interface Answer {
  body: string | Uint8Array<ArrayBuffer>;
  total: number;
  returned: number;
  /** Whether rows were held back because the response would have been too large. */
  cut: boolean;
}

/** Who asks, and for which bots. */
export interface Asker {
  account: Account;
  botIds: readonly string[];
  /** The account's clock, Unix ms. */
  now: number;
}
