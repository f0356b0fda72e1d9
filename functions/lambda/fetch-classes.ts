/*
 * Takes the place of the global Headers, Request and Response in the bundles. Node's own bring all of undici, and to
 * load it takes longer than Node's start. Of the standard (WHATWG Fetch) this has what an application needs behind a
 * function's events: bodies that are there already, and headers.
 */

type HeadersInit = Iterable<readonly [string, string]> | Readonly<Record<string, string>>;

// RFC 9110, section 5.6.2.
const token = /^[!#$%&'*+.^_`|~\w-]+$/;
const forbiddenInValue = /[\0\r\n\u0100-\uffff]/;
const outerBlanks = /^[\t\n\r ]+|[\t\n\r ]+$/g;

class LambdaHeaders {
  readonly #values = new Map<string, string[]>();

  constructor(init?: HeadersInit) {
    if (init === undefined) return;
    const entries = Symbol.iterator in init ? init : Object.entries(init);
    for (const [name, value] of entries) this.append(name, value);
  }

  append(name: string, value: string): void {
    const values = this.#values.get(keyOf(name));
    if (values) values.push(cleanValue(value));
    else this.set(name, value);
  }

  set(name: string, value: string): void {
    this.#values.set(keyOf(name), [cleanValue(value)]);
  }

  delete(name: string): void {
    this.#values.delete(keyOf(name));
  }

  get(name: string): string | null {
    return this.#values.get(keyOf(name))?.join(', ') ?? null;
  }

  has(name: string): boolean {
    return this.#values.has(keyOf(name));
  }

  getSetCookie(): string[] {
    return [...(this.#values.get('set-cookie') ?? [])];
  }

  /** By name; each cookie for itself. */
  *entries(): Generator<[string, string]> {
    for (const name of [...this.#values.keys()].sort()) {
      const values = this.#values.get(name) ?? [];
      if (name === 'set-cookie') yield* values.map((value): [string, string] => [name, value]);
      else yield [name, values.join(', ')];
    }
  }

  [Symbol.iterator](): Generator<[string, string]> {
    return this.entries();
  }

  forEach(visit: (value: string, name: string) => void): void {
    for (const [name, value] of this.entries()) visit(value, name);
  }
}

function keyOf(name: string): string {
  if (token.test(name)) return name.toLowerCase();
  throw new TypeError(`${JSON.stringify(name)} is not a name that a header can have.`);
}

function cleanValue(value: string): string {
  const trimmed = String(value).replace(outerBlanks, '');
  if (!forbiddenInValue.test(trimmed)) return trimmed;
  throw new TypeError('A header has a value with characters that no header can have.');
}

type BodyInit = string | ArrayBuffer | Uint8Array<ArrayBuffer> | null | undefined;

/** A body that is read once. */
class Body {
  #bytes: Uint8Array<ArrayBuffer> | undefined;
  #isUsed = false;

  constructor(body: BodyInit) {
    if (typeof body === 'string') this.#bytes = Buffer.from(body);
    else if (body) this.#bytes = body instanceof ArrayBuffer ? new Uint8Array(body) : body;
  }

  get bodyUsed(): boolean {
    return this.#isUsed;
  }

  get body(): ReadableStream<Uint8Array<ArrayBuffer>> | null {
    if (!this.#bytes) return null;
    return new ReadableStream({
      pull: (controller) => {
        controller.enqueue(this.#read());
        controller.close();
      },
    });
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    const { buffer, byteOffset, byteLength } = this.#read();
    const isWhole = byteOffset === 0 && byteLength === buffer.byteLength;
    return isWhole ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(this.#read());
  }

  #read(): Uint8Array<ArrayBuffer> {
    if (this.#isUsed) throw new TypeError('The body has been read already.');
    this.#isUsed = this.#bytes !== undefined;
    return this.#bytes ?? new Uint8Array();
  }
}

interface RequestInit {
  method?: string;
  headers?: HeadersInit;
  body?: BodyInit;
}

// WHATWG Fetch, section 2.2.1: other methods stand as they are given.
const normalizedMethod = /^(?:delete|get|head|options|post|put)$/i;
const forbiddenMethod = /^(?:connect|trace|track)$/i;

class LambdaRequest extends Body {
  readonly method: string;
  readonly url: string;
  readonly headers: LambdaHeaders;

  constructor(url: string, { method = 'GET', headers, body }: RequestInit = {}) {
    super(body);
    const { href, username, password } = new URL(url);
    if (username !== '' || password !== '') throw new TypeError('The URL of a request has credentials.');
    if (!token.test(method) || forbiddenMethod.test(method))
      throw new TypeError('No request has this method.');
    this.method = normalizedMethod.test(method) ? method.toUpperCase() : method;
    this.url = href;
    this.headers = new LambdaHeaders(headers);
    const hasBody = body !== undefined && body !== null;
    if (hasBody && /^(?:GET|HEAD)$/.test(this.method)) throw new TypeError('GET and HEAD have no body.');
    addContentType(this.headers, body);
  }
}

interface ResponseInit {
  status?: number;
  headers?: HeadersInit;
}

class LambdaResponse extends Body {
  readonly status: number;
  readonly headers: LambdaHeaders;

  constructor(body?: BodyInit, { status = 200, headers }: ResponseInit = {}) {
    super(body);
    if (status < 200 || status > 599) throw new RangeError('The status must be from 200 to 599.');
    const hasBody = body !== undefined && body !== null;
    if (hasBody && [204, 205, 304].includes(status)) throw new TypeError(`${status} has no body.`);
    this.status = status;
    this.headers = new LambdaHeaders(headers);
    addContentType(this.headers, body);
  }

  get ok(): boolean {
    return this.status < 300;
  }
}

function addContentType(headers: LambdaHeaders, body: BodyInit): void {
  if (typeof body !== 'string' || headers.has('content-type')) return;
  headers.set('content-type', 'text/plain;charset=UTF-8');
}

export { LambdaHeaders as Headers, LambdaRequest as Request, LambdaResponse as Response };
