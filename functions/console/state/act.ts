import { textOf } from '../api/problem.ts';
import { tell } from './notices.ts';
import { changed } from './use-call.ts';

/**
 * Does something that changes the emulator, tells what came of it, and has all that is shown read anew.
 *
 * @returns whether it was done
 */
export async function act(work: () => Promise<unknown>, done: string | (() => string)): Promise<boolean> {
  try {
    await work();
    tell(typeof done === 'string' ? done : done());
    return true;
  } catch (error) {
    tell(textOf(error), true);
    return false;
  } finally {
    changed();
  }
}
