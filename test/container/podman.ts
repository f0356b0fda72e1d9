import { execFileSync } from 'node:child_process';

/** What podman needs where there is neither systemd nor the right to raise limits, as in a sandbox that CI runs in. */
const unprivileged = [
  '--cgroups=disabled',
  '--ulimit=nofile=1024:1024',
  '--ulimit=nproc=1024:1024',
  // Asked for by hand; systemd would do so regularly.
  '--health-interval=disable',
] as const;

/**
 * Runs podman to its end.
 *
 * @returns what it printed to stdout
 * @throws Error with what it printed to stderr where it fails
 */
export const podman = (...args: readonly string[]): string =>
  execFileSync('podman', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Runs an image in the background, in this machine's network; gives the container's id. */
export const runImage = (image: string, ...args: readonly string[]): string =>
  podman('run', '--detach', '--network=host', ...unprivileged, image, ...args).trim();

/** Why this machine runs no container of an image at all, in the words of what refuses it; undefined where it does. */
export function whyNone(image: string): string | undefined {
  try {
    podman('run', '--rm', '--network=host', ...unprivileged, image, 'true');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
