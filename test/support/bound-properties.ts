import * as fc from 'fast-check';

/** On a slow or busy machine a property is tried less often, rather than for longer. */
fc.configureGlobal({ interruptAfterTimeLimit: 20_000 });
