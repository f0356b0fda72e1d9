/** What answers requests, on whatever server. */
export interface Application {
  /** @param bindings what the server passes beside the request */
  fetch: (request: Request, bindings?: unknown) => Response | Promise<Response>;
}
