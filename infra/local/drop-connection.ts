import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';

/** Breaks the connection of a request, as a network that fails does. */
export function dropConnection(bindings: unknown): Response {
  const { outgoing } = bindings as { outgoing: ServerResponse };
  outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}
