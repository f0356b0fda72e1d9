/*
 * Takes the place of `node:process` in the bundles, of which the SDK imports these by name. Where that is imported, Node
 * makes all that a process has, standard input among it: 2 ms of a cold start.
 */
export const { env, versions } = process;
