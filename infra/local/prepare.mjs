import { execSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';

// npm packs a dependency that is named by its git URL without `prepack`: in a clone of its own, after `prepare`. In any
// other clone there is nothing to prepare.
const folder = process.cwd();
const isOfNpm = basename(folder).startsWith('git-clone') && basename(dirname(folder)) === 'tmp';
if (isOfNpm && existsSync('node_modules/.bin/esbuild')) execSync('npm run build', { stdio: 'inherit' });
