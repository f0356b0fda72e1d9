import * as fc from 'fast-check';
import { isThorough, timesOf } from './thorough.ts';

fc.configureGlobal({
  // Of a property that says nothing else.
  numRuns: timesOf(100),
  // On a slow or busy machine a property is tried less often, rather than for longer.
  interruptAfterTimeLimit: isThorough ? 20_000 : 3_000,
});
