/** How an account tells the time; instants and offsets are milliseconds. */
export type AccountClock =
  | { mode: 'real' }
  | { mode: 'offset'; by: number }
  | { mode: 'frozen'; now: number };

export const realClock: AccountClock = { mode: 'real' };

/** The instant an account's clock shows when the machine's clock shows `systemNow`, both in Unix ms. */
export function accountNow(clock: AccountClock, systemNow: number): number {
  switch (clock.mode) {
    case 'real':
      return systemNow;
    case 'offset':
      return systemNow + clock.by;
    case 'frozen':
      return clock.now;
  }
}
