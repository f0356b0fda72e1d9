import type { APIGatewayProxyResult } from 'aws-lambda';
import { httpApiEvent } from './http-api-event.ts';
import { GatewayRefusal, type SentRequest } from './request.ts';
import { restApiEvent } from './rest-api-event.ts';

/** Makes the event of a request, by the version of its payload format. */
export const eventOf = { v1: restApiEvent, v2: httpApiEvent } as const;

export type EventVersion = keyof typeof eventOf;

export const eventVersions = Object.keys(eventOf) as EventVersion[];

type Event = ReturnType<(typeof eventOf)[EventVersion]>;

/** A Lambda function. */
export type Invoke = (event: Event, context: { awsRequestId: string }) => Promise<APIGatewayProxyResult>;

/** A deployment's functions. */
export interface Functions {
  getSessions: Invoke;
  control: Invoke;
}

/** What Lambda takes of one invocation, its event as JSON. (AWS: Lambda quotas.) */
const largestEvent = 6_291_556;

const bodyless = new Set([204, 304]);

const context = { awsRequestId: 'lambda-request-id' };

/**
 * A request to functions behind API Gateway, without AWS: the event is what API Gateway would send, and passes through
 * JSON as all events do.
 */
export function createGateway(version: EventVersion, { getSessions, control }: Functions) {
  return async (path: string, init?: RequestInit): Promise<Response> => {
    try {
      const sent = await sentRequest(path, init);
      const json = JSON.stringify(eventOf[version](sent));
      if (Buffer.byteLength(json) > largestEvent) throw new GatewayRefusal(413, 'Request Too Long');
      const isControl = /^\/_emulator(\/|$)/.test(sent.path);
      const result = await (isControl ? control : getSessions)(JSON.parse(json) as Event, context);
      return toResponse(result, sent.method);
    } catch (error) {
      if (!(error instanceof GatewayRefusal)) throw error;
      return Response.json({ message: error.message }, { status: error.status });
    }
  };
}

async function sentRequest(path: string, init?: RequestInit): Promise<SentRequest> {
  const request = new Request(`https://gateway.test${path}`, init);
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    path: pathname,
    query: search.slice(1),
    headers: [...request.headers],
    body: new Uint8Array(await request.arrayBuffer()),
  };
}

function toResponse(result: APIGatewayProxyResult, method: string): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(result.headers ?? {})) headers.set(name, String(value));
  for (const [name, values] of Object.entries(result.multiValueHeaders ?? {})) {
    for (const value of values) headers.append(name, String(value));
  }
  const bytes = Buffer.from(result.body, result.isBase64Encoded ? 'base64' : 'utf8');
  const body = method === 'HEAD' || bodyless.has(result.statusCode) ? null : bytes;
  return new Response(body, { status: result.statusCode, headers });
}
