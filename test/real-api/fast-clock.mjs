// Loaded into a process before its program: its clocks and timers go FAST_CLOCK times as fast, from FAST_CLOCK_BASE on.
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

const factor = Number(process.env.FAST_CLOCK);
const base = Number(process.env.FAST_CLOCK_BASE);
const realNow = Date.now;
const realMonotonic = performance.now.bind(performance);
const realTimeout = globalThis.setTimeout;
const realSleep = timers.setTimeout;

const now = () => Math.floor(base + (realNow() - base) * factor);
globalThis.Date = class extends Date {
  constructor(...args) {
    super(...(args.length === 0 ? [now()] : args));
  }
  static now = now;
};
performance.now = () => realMonotonic() * factor;
globalThis.setTimeout = (call, ms = 0, ...rest) => realTimeout(call, ms / factor, ...rest);
timers.setTimeout = (ms, ...rest) => realSleep(ms / factor, ...rest);
syncBuiltinESMExports();
