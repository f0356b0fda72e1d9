import { createStore } from '../state/store.ts';

/** Whether the last call was answered, by whatever. */
export const reachable = createStore(true);
