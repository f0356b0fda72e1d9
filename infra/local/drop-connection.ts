import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';

/** Breaks the connection of a request, as a network that fails does. */
export function dropConnection(environment: unknown): Response {
  const { outgoing } = environment as { outgoing: ServerResponse };
  outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}
