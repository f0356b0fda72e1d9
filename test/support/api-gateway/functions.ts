import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Functions, Invoke } from './gateway.ts';

/** As Lambda loads it: an `import` that is written here goes through Vite, which translates stacks by itself. */
const { importByNode }: { importByNode: (url: string) => Promise<{ handler: Invoke }> } = createRequire(
  import.meta.url,
)('./import-by-node.cjs');

/**
 * Loads built functions into this process, which must have their environment variables by then.
 *
 * @param paths of their `index.mjs`
 */
export async function loadFunctions(paths: Readonly<Record<keyof Functions, string>>): Promise<Functions> {
  return { getSessions: await load(paths.getSessions), control: await load(paths.control) };
}

async function load(path: string): Promise<Invoke> {
  const { handler } = await importByNode(pathToFileURL(path).href);
  return handler;
}
