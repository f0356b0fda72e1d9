import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const { scripts } = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../package.json', import.meta.url)), 'utf8'),
) as { scripts: { start: string } };

/** What `npm start` gives to Node, which tests start by itself: they need its process, not npm's. */
export const npmStart: readonly string[] = scripts.start.split(' ').slice(1);
