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

/** The clock moved on by so many ms; back where they are negative. */
export function advanced(clock: AccountClock, by: number): AccountClock {
  switch (clock.mode) {
    case 'real':
      return { mode: 'offset', by };
    case 'offset':
      return { mode: 'offset', by: clock.by + by };
    case 'frozen':
      return { mode: 'frozen', now: clock.now + by };
  }
}
