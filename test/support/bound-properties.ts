import * as fc from 'fast-check';
import { isThorough } from './thorough.ts';

/** On a slow or busy machine a property is tried less often, rather than for longer. */
fc.configureGlobal({ interruptAfterTimeLimit: isThorough ? 20_000 : 3_000 });
