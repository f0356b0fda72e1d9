import type { Application } from '../http/application.ts';
import type { Dependencies } from './dependencies.ts';
import { handleRequest } from './handle-request.ts';

/** The emulated API. It takes everything: the vendor's refusals of paths and methods are emulated too. */
export function createGetSessionsApp(dependencies: Dependencies): Application {
  return { fetch: (request, environment) => handleRequest(request, environment, dependencies) };
}
