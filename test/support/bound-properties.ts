import * as fc from 'fast-check';
import { timeBox } from './time-box.ts';

/** On a slow or busy machine a property is tried less often, but at least once, rather than for longer. */
fc.configureGlobal(timeBox(20_000));
