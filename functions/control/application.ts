import { withDeadline } from '../domain/time.ts';
import type { Application } from '../http/application.ts';
import { toResponse } from './answer.ts';
import { readText, refuseBody } from './body.ts';
import type { AnyGiven, Call } from './call.ts';
import { calls, controlPath } from './calls.ts';
import type { LoadConsole } from './console/files.ts';
import type { ServeConsole } from './console/serve.ts';
import type { ControlDependencies } from './dependencies.ts';
import { toProblem } from './failure.ts';
import { findAccount } from './find-account.ts';
import { requireControlKey } from './key.ts';
import { Problem } from './problem.ts';
import { readQuery } from './query.ts';
import { type Match, matchCall } from './router.ts';

export { controlPath };

/** The emulator's own API: accounts, their data and their clocks. */
export function createControlApp(dependencies: ControlDependencies): Application {
  const { time, longestWorkMs = Number.POSITIVE_INFINITY, answerWithinMs, loadConsole } = dependencies;
  const serveConsole = loadConsole && servedLater(loadConsole);
  const answer = async (request: Request, bindings: unknown): Promise<Response> => {
    const until = time.monotonic() + longestWorkMs;
    const url = new URL(request.url);
    const served = await serveConsole?.(request, url.pathname);
    if (served) return served;
    const method = methodOf(request);
    const match = matchCall(calls, controlPath, method, url.pathname);
    if (!match.call?.open) await requireControlKey(request, dependencies.controlKey);
    refuseOtherOverrides(request);
    if (!match.call) throw notACall(method, url.pathname, match);
    const { call, parameters } = match;
    const given = {
      url,
      bindings,
      parameters,
      until,
      ...(await read(call, parameters, request, url, dependencies)),
    };
    const answered = await call.run(given, dependencies);
    return toResponse(answered, call.answers[answered.status]);
  };
  const inTime = (answering: Promise<Response>): Promise<Response> => {
    if (answerWithinMs === undefined) return answering;
    return withDeadline(answerWithinMs, answering, time).catch((error) => {
      // Frozen in the middle of its writes it would go on with the next call, under a lease that is over.
      dependencies.afterResponse(answering);
      throw error;
    });
  };
  return {
    fetch: async (request, bindings) => {
      const toFailure = (error: unknown): Response =>
        toProblem(error, (failure) => dependencies.onError(failure, bindings)).toResponse();
      const answering = answer(request, bindings).catch(toFailure);
      const response = await inTime(answering).catch(toFailure);
      return request.method === 'HEAD' ? new Response(null, response) : response;
    },
  };
}

/** What a client means that cannot send PATCH, as Java's HttpURLConnection cannot: POST, and the method in a header. */
function methodOf(request: Request): string {
  return overrideOf(request) === 'PATCH' ? 'PATCH' : request.method;
}

const overrideOf = ({ method, headers }: Request): string | undefined =>
  method === 'POST' ? headers.get('x-http-method-override')?.toUpperCase() || undefined : undefined;

/** A POST that was meant as something else must not be done as a POST. */
function refuseOtherOverrides(request: Request): void {
  const meant = overrideOf(request);
  if (meant === undefined || meant === 'PATCH' || meant === 'POST') return;
  const detail = `The header X-HTTP-Method-Override can be PATCH, and was "${meant.slice(0, 40)}". Send the request by its own method.`;
  throw new Problem(400, 'invalid_request', detail);
}

const consolePath = `${controlPath}/console`;

/** Serves the console; what that takes is loaded when somebody first looks, as a cold call must not pay for it. */
function servedLater(load: LoadConsole): ServeConsole {
  let served: Promise<ServeConsole> | undefined;
  return async (request, path) => {
    if (path !== consolePath && !path.startsWith(`${consolePath}/`)) return undefined;
    served ??= import('./console/serve.ts').then(({ consoleServer }) => consoleServer(consolePath, load));
    return (await served)(request, path);
  };
}

function notACall(method: string, path: string, { allowed }: Extract<Match, { call?: never }>): Problem {
  if (allowed.length === 0) {
    return new Problem(404, 'not_found', `There is no ${method} ${path} in the control API.`);
  }
  const allow = allowed.join(', ');
  return new Problem(405, 'method_not_allowed', `${path} takes ${allow}, not ${method}.`, [], { allow });
}

/**
 * Reads what a call takes, and finds its account.
 *
 * @throws Problem where there is no such account, or the call would not read all that is sent
 */
async function read(
  call: Call,
  { accountId }: Readonly<Record<string, string>>,
  request: Request,
  url: URL,
  dependencies: ControlDependencies,
): Promise<Pick<AnyGiven, 'query' | 'body' | 'account'>> {
  const query = call.open ? undefined : readQuery(url, call.query);
  if (!call.body && call.method !== 'get') await refuseBody(request);
  const body = call.body?.read(await readText(request, call.body.types));
  const looksUp = accountId !== undefined && call.looksUpAccount !== false;
  return { query, body, account: looksUp ? await findAccount(dependencies, accountId) : undefined };
}
