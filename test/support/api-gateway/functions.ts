import { pathToFileURL } from 'node:url';
import type { Functions, Invoke } from './gateway.ts';

/**
 * Loads built functions into this process, which must have their environment variables by then.
 *
 * @param paths of their `index.mjs`
 */
export async function loadFunctions(paths: Readonly<Record<keyof Functions, string>>): Promise<Functions> {
  return { getSessions: await load(paths.getSessions), control: await load(paths.control) };
}

async function load(path: string): Promise<Invoke> {
  const { handler } = (await import(pathToFileURL(path).href)) as { handler: Invoke };
  return handler;
}
