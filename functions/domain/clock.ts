/** How an account tells the time; instants and offsets are milliseconds. */
export type AccountClock = (
  | { mode: 'real' }
  | { mode: 'offset'; by: number }
  | { mode: 'frozen'; now: number }
) & {
  /** How often it was set back to an earlier time; absent where never. */
  setBack?: number;
};

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

export const setBacksOf = ({ setBack = 0 }: AccountClock): number => setBack;

/**
 * A clock that takes the place of another, and knows whether the time went back by that.
 *
 * @param systemNow the machine's clock, Unix ms
 */
export function setTo(before: AccountClock, after: AccountClock, systemNow: number): AccountClock {
  const goesBack = accountNow(after, systemNow) < accountNow(before, systemNow);
  return withSetBacks(after, setBacksOf(before) + (goesBack ? 1 : 0));
}

function withSetBacks(clock: AccountClock, setBack: number): AccountClock {
  return setBack === 0 ? clock : { ...clock, setBack };
}

/** The clock moved on by so many ms; back where they are negative. */
export function advanced(clock: AccountClock, by: number): AccountClock {
  return withSetBacks(movedOn(clock, by), setBacksOf(clock) + (by < 0 ? 1 : 0));
}

function movedOn(clock: AccountClock, by: number): AccountClock {
  switch (clock.mode) {
    case 'real':
      return { mode: 'offset', by };
    case 'offset':
      return { mode: 'offset', by: clock.by + by };
    case 'frozen':
      return { mode: 'frozen', now: clock.now + by };
  }
}
