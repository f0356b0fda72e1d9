import { execSync } from 'node:child_process';
import { basename } from 'node:path';

// npm packs a dependency that is named by its git URL without `prepack`: in a clone of its own, after `prepare`. In any
// other clone there is nothing to prepare.
if (basename(process.cwd()).startsWith('git-clone')) execSync('npm run build', { stdio: 'inherit' });
