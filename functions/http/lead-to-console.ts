import { type IncomingRequest, type PlainApplication, type Reply, toResponse } from './application.ts';

/** The environment variable that turns the console off, with the value `off`. */
export const consoleVariable = 'CONSOLE';

/** Whether the variables leave the console on. */
export const hasConsole = (variables: Readonly<Record<string, string | undefined>>): boolean =>
  variables[consoleVariable] !== 'off';

/** The path of the root as the client has it, with all that stands before it; undefined where another path is asked for. */
export type RootOf = (request: IncomingRequest, bindings: unknown) => string | undefined;

const ownRoot: RootOf = (request) => {
  const { pathname } = new URL(request.url);
  return pathname === '/' ? pathname : undefined;
};

/**
 * Leads a browser that asks for the root to the console. All else, programs at the root included, gets the answer of
 * the application.
 */
export function leadingToConsole(app: PlainApplication, rootOf: RootOf = ownRoot): PlainApplication {
  const rootAsked = (request: IncomingRequest, bindings: unknown): string | undefined =>
    isBrowser(request) ? rootOf(request, bindings) : undefined;
  return {
    reply: async (request, bindings) => {
      const root = rootAsked(request, bindings);
      return root === undefined ? app.reply(request, bindings) : toConsole(root);
    },
    fetch: (request, bindings) => {
      const root = rootAsked(request, bindings);
      return root === undefined ? app.fetch(request, bindings) : toResponse(toConsole(root));
    },
  };
}

/** A browser names what it shows; a program takes anything, or JSON. */
const isBrowser = ({ method, headers }: IncomingRequest): boolean =>
  (method === 'GET' || method === 'HEAD') && /(^|[\s,])text\/html\b/i.test(headers.get('accept') ?? '');

function toConsole(root: string): Reply {
  // Relative: what stands before the root stays. Without a slash at the end, its last part would be lost.
  const own = root.endsWith('/') ? '' : `${root.slice(root.lastIndexOf('/') + 1)}/`;
  const location = `./${own}_emulator/console/`;
  return {
    status: 302,
    headers: { location, vary: 'accept', 'cache-control': 'no-store' },
    body: null,
  };
}
