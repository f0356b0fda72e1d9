/** What answers requests, on whatever server. */
export interface Application {
  /** @param bindings what the server passes beside the request */
  fetch: (request: Request, bindings?: unknown) => Response | Promise<Response>;
}

/** When a request is answered at the latest: the function is stopped after 29 s, and API Gateway answers in its own words after 30 s. */
export const answerWithinMs = 27_000;
