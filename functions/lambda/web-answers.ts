import type { Answering, Application, IncomingRequest } from '../http/application.ts';

/** An application that takes web-standard requests, for who has others. */
export function webAnswers(app: Application): Answering {
  return async (request, bindings) => {
    const response = await app.fetch(await toWeb(request), bindings);
    const body = new Uint8Array(await response.arrayBuffer());
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  };
}

async function toWeb(request: IncomingRequest): Promise<Request> {
  const { url, method, headers } = request;
  const body = await request.arrayBuffer();
  // Some methods may have no body, not even an empty one.
  return new Request(url, {
    method,
    headers: [...headers.entries()],
    body: body.byteLength === 0 ? null : body,
  });
}
