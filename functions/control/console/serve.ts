import { createHash } from 'node:crypto';
import { takesGzip } from '../../http/takes-gzip.ts';
import { Problem } from '../problem.ts';
import type { ConsoleFiles, LoadConsole } from './files.ts';

const page = 'index.html';

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const always = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  vary: 'accept-encoding',
};

const year = 31_536_000;

/** Answers requests for the console's files, where a path is one of the console's. */
export type ServeConsole = (request: Request, path: string) => Promise<Response | undefined>;

/**
 * Serves the console; the files are loaded when one is first asked for.
 *
 * @param root the path of the console, without a slash at its end
 */
export function consoleServer(root: string, load: LoadConsole): ServeConsole {
  let files: Promise<ConsoleFiles> | undefined;
  return async (request, path) => {
    if (path !== root && !path.startsWith(`${root}/`)) return undefined;
    if (request.method !== 'GET' && request.method !== 'HEAD') throw readOnly(path, request.method);
    // Relative, as a stage or a base path may stand before it; to the file, as some proxies drop a slash at the end.
    if (path === root) return new Response(null, { status: 302, headers: { location: `console/${page}` } });
    files ??= load().catch((error: unknown) => {
      files = undefined;
      throw error;
    });
    const name = path.slice(root.length + 1) || page;
    return fileResponse(await files, name, request.headers);
  };
}

function fileResponse(files: ConsoleFiles, name: string, headers: Headers): Response {
  const bytes = name.endsWith('.gz') ? undefined : files.get(name);
  if (!bytes) throw new Problem(404, 'not_found', `The console has no file ${name}.`);
  const packed = takesGzip(headers.get('accept-encoding')) ? files.get(`${name}.gz`) : undefined;
  const isPage = name === page;
  const tag = isPage ? tagOf(bytes) : undefined;
  const own = {
    ...always,
    // Every other file has a hash of its bytes in its name.
    'cache-control': isPage ? 'no-cache' : `public, max-age=${year}, immutable`,
    ...(tag && { etag: tag }),
  };
  if (tag && headers.get('if-none-match') === tag) return new Response(null, { status: 304, headers: own });
  return new Response(packed ?? bytes, {
    headers: {
      ...own,
      'content-type': types[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
      ...(packed && { 'content-encoding': 'gzip' }),
    },
  });
}

// Weak, as the packed and the plain form share it.
const tagOf = (bytes: Uint8Array): string =>
  `W/"${createHash('sha256').update(bytes).digest('base64url').slice(0, 16)}"`;

function readOnly(path: string, method: string): Problem {
  const detail = `${path} takes GET, HEAD, not ${method}.`;
  return new Problem(405, 'method_not_allowed', detail, [], { allow: 'GET, HEAD' });
}
