import type { Application } from '../http/application.ts';
import type { Dependencies } from './dependencies.ts';
import { handleRequest } from './handle-request.ts';

/** The emulated API. It takes everything: the vendor's refusals of paths and methods are emulated too. */
export function createGetSessionsApp(dependencies: Dependencies): Application {
  return {
    fetch: (request, environment) => {
      const response = handleRequest(request, environment, dependencies);
      return request.method === 'HEAD' ? response.then(withoutBody) : response;
    },
  };
}

/** RFC 9110: an answer to HEAD has no body. */
const withoutBody = (response: Response): Response => new Response(null, response);
