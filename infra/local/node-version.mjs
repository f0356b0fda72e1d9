/** The oldest Node that this runs on; package.json says the same. */
export const oldest = [20, 20];

/**
 * @param {string} version as `process.versions.node` has it
 * @returns {boolean}
 */
export function isTooOld(version) {
  const [major, minor] = version.split('.').map(Number);
  return major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
}

/**
 * Loads the program, unless this Node is too old for it: then a sentence is all that it gets. Nothing here is newer
 * than the first Nodes that know modules.
 *
 * @param {() => Promise<unknown>} load
 */
export function runUnlessTooOld(load) {
  const { node } = process.versions;
  if (isTooOld(node)) {
    process.stderr.write(
      `Node ${oldest.join('.')} or newer is needed, and this is ${node}: see https://nodejs.org.\n`,
    );
    process.exitCode = 1;
    return;
  }
  load().catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exitCode = 1;
  });
}
