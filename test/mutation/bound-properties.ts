import * as fc from 'fast-check';

/** As often as in a thorough run, as a change may be noticed by few of the cases; no longer than in a quick one. */
fc.configureGlobal({ numRuns: 100, interruptAfterTimeLimit: 3_000 });
