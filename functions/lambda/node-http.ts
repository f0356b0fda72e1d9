/*
 * Takes the place of `node:http` in the bundles, of which only this is used. Where that is imported, Node makes all that
 * it has, its WebSocket among it, and with that its classes of web standards and its compression: some 13 ms of a cold
 * start in the version of Node that functions run in.
 */
export const { Agent, request } = process.getBuiltinModule('node:http');
