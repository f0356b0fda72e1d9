import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** Whether PACKED names the tarball of what is here, so that `dist` has been built too. */
export const isPacked = (process.env['PACKED'] ?? '') !== '';

/**
 * Packs this project as `npm pack` does, build included; but where PACKED names a tarball of it, that is it.
 *
 * @param folder for the tarball, without another one
 * @returns the path of the tarball
 */
export function pack(folder: string): string {
  if (isPacked) return process.env['PACKED'] ?? '';
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: projectRoot,
    stdio: 'pipe',
  });
  const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
  return join(folder, name);
}
