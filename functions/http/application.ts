/** What answers requests, on whatever server. */
export interface Application {
  /** @param bindings what the server passes beside the request */
  fetch: (request: Request, bindings?: unknown) => Response | Promise<Response>;
}

/** The part of web-standard Headers by which a request is read. */
export interface HeaderFields extends Pick<Headers, 'get' | 'has'> {
  entries: () => Iterable<[name: string, value: string]>;
}

/** The part of a web-standard Request that answers are made from. */
export interface IncomingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderFields;
  readonly body: AsyncIterable<Uint8Array> | null;
  arrayBuffer: () => Promise<ArrayBuffer>;
}

/** An answer, of which a server makes what it sends. */
export interface Reply {
  status: number;
  /** By names in lower case. */
  headers: Record<string, string>;
  body: string | Uint8Array<ArrayBuffer> | null;
  /** In place of all that, where the server has one of its own. */
  response?: Response;
}

/** Answers a request. */
export type Answering = (request: IncomingRequest, bindings?: unknown) => Promise<Reply>;

/**
 * An application that makes no use of web-standard classes, which Node loads when they are first named: a function that
 * has just been started takes a tenth of its time for that.
 */
export interface PlainApplication extends Application {
  reply: Answering;
}

/** The same for servers of either kind. */
export const plainApplication = (reply: Answering): PlainApplication => ({
  reply,
  fetch: (request, bindings) => reply(request, bindings).then(toResponse),
});

/** A reply as a web-standard response. */
export const toResponse = ({ response, status, headers, body }: Reply): Response =>
  response ?? new Response(body, { status, headers });

/** When a request is answered at the latest: the function is stopped after 29 s, and API Gateway answers in its own words after 30 s. */
export const answerWithinMs = 27_000;
