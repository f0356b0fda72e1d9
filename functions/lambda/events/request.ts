import type { LambdaEvent } from 'hono/aws-lambda';
import type { HeaderFields, IncomingRequest } from '../../http/application.ts';
import { fromHttpApi, isHttpApiEvent } from './http-api.ts';
import { hasNoBody } from './requestable.ts';
import { fromRestApi, isRestApiEvent } from './rest-api.ts';

/**
 * The request of an event, as much like a web-standard one as answers need.
 *
 * @throws NoRequestError where the event is of neither kind of API (payload formats 2.0 and 1.0), or of no request
 */
export function requestOf(event: LambdaEvent): IncomingRequest {
  const { method, path, query, fields } = read(event);
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(method)) throw new NoRequestError();
  const url = `https://${hostOf(event)}${path}${query === '' ? '' : `?${query}`}`;
  if (!URL.canParse(url)) throw new NoRequestError();
  const bytes = hasNoBody(method) ? undefined : bytesOf(event);
  return new EventsRequest(method, url, new Fields(fields, bytes?.length), bytes);
}

/** An event that holds no request: nobody but API Gateway sends what answers are made from. */
export class NoRequestError extends Error {
  override readonly name = 'NoRequestError';

  constructor() {
    super('The event holds no request as API Gateway sends it.');
  }
}

function read(event: LambdaEvent) {
  if (isHttpApiEvent(event)) return fromHttpApi(event);
  if (isRestApiEvent(event)) return fromRestApi(event);
  throw new NoRequestError();
}

/** Who invokes a function without an API in front of it gives no domain name. */
function hostOf({ requestContext, headers }: LambdaEvent): string {
  const domainName = requestContext && 'domainName' in requestContext ? requestContext.domainName : undefined;
  return domainName ?? String(headers?.['host'] ?? 'localhost');
}

function bytesOf({ body, isBase64Encoded }: LambdaEvent): Uint8Array<ArrayBuffer> | undefined {
  if (!body) return undefined;
  // In memory of its own: a body is handed on with all the memory that it is in.
  return new Uint8Array(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
}

class EventsRequest implements IncomingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderFields;
  readonly #bytes: Uint8Array<ArrayBuffer> | undefined;

  constructor(
    method: string,
    url: string,
    headers: HeaderFields,
    bytes: Uint8Array<ArrayBuffer> | undefined,
  ) {
    this.method = method;
    this.url = url;
    this.headers = headers;
    this.#bytes = bytes;
  }

  get body(): AsyncIterable<Uint8Array> | null {
    return this.#bytes ? chunksOf(this.#bytes) : null;
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#bytes?.buffer ?? new ArrayBuffer(0);
  }
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Header fields by their names in lower case; those of one name are one (RFC 9110, section 5.3). */
class Fields implements HeaderFields {
  readonly #values = new Map<string, string>();

  /** @param bodyBytes how long the body is in truth, which an event may be without; undefined where there is none */
  constructor(fields: readonly [string, string][], bodyBytes: number | undefined) {
    for (const [each, value] of fields) {
      const name = each.toLowerCase();
      const before = this.#values.get(name);
      const sent = plain(String(value).trim());
      this.#values.set(name, before === undefined ? sent : `${before}, ${sent}`);
    }
    if (bodyBytes !== undefined) this.#values.set('content-length', String(bodyBytes));
  }

  get(name: string): string | null {
    return this.#values.get(name) ?? null;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  entries(): Iterable<[string, string]> {
    return this.#values;
  }
}

/** A web-standard header holds no characters but those of Latin-1, and API Gateway gives others decoded. */
const plain = (value: string): string =>
  /^[\0-\x7f]*$/.test(value) ? value : encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd'));
