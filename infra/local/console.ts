import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { consoleIn, type LoadConsole } from '../../functions/control/console/files.ts';

const built = fileURLToPath(new URL('./console/', import.meta.url));

/** A clone builds the console when somebody first looks; the published package holds it built. */
export const loadConsole: LoadConsole = async () => {
  if (existsSync(built)) return consoleIn(built)();
  const { buildConsole } = await import('../console/build.ts');
  return buildConsole();
};
