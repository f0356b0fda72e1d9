import type { Call } from './call.ts';

/** What a path names: a call, or methods that the path has while the one of the request is not among them. */
export type Match =
  | { call: Call; parameters: Readonly<Record<string, string>> }
  | { call?: never; allowed: readonly string[] };

/**
 * Finds the call of a request.
 *
 * @param path as it is in the URL
 * @param calls their paths below `prefix`
 */
export function matchCall(calls: readonly Call[], prefix: string, method: string, path: string): Match {
  if (path !== prefix && !path.startsWith(`${prefix}/`)) return { allowed: [] };
  const segments = path.slice(prefix.length).split('/').map(decoded);
  const allowed: string[] = [];
  const named = calls.flatMap((call) => {
    const parameters = parametersOf(call.path, segments);
    return parameters ? [{ call, parameters }] : [];
  });
  // As OpenAPI has it, a path without parameters comes before one that it would fit as well.
  const fewest = Math.min(...named.map(({ parameters }) => Object.keys(parameters).length));
  for (const { call, parameters } of named) {
    if (Object.keys(parameters).length > fewest) continue;
    // RFC 9110, section 9.3.2: HEAD is GET without the body.
    const methods = call.method === 'get' ? ['GET', 'HEAD'] : [call.method.toUpperCase()];
    if (methods.includes(method)) return { call, parameters };
    allowed.push(...methods);
  }
  return { allowed };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** @returns undefined where the path is another one */
function parametersOf(template: string, segments: readonly string[]): Record<string, string> | undefined {
  const wanted = template.split('/');
  if (wanted.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const segment = segments[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined ? part !== segment : segment === '') return undefined;
    if (name !== undefined) parameters[name] = segment;
  }
  return parameters;
}
