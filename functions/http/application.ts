/** What answers requests, on whatever server. */
export interface Application {
  /** @param environment what the server passes on beside the request */
  fetch: (request: Request, environment?: unknown) => Response | Promise<Response>;
}
