/** An answer that has arrived: its status, and how many bytes its body has. */
export interface ArrivedResponse {
  status: number;
  bodyBytes: number;
}

const endOfHead = Buffer.from('\r\n\r\n');
const endOfLine = Buffer.from('\r\n');

/**
 * Takes HTTP/1.1 answers off a connection, however they are cut into pieces. It reads as little of them as
 * it can: a client that measures servers must be faster than they are. Bodies are delimited by
 * Content-Length or by chunks (RFC 9112, 6 and 7.1).
 */
export class ResponseReader {
  #rest: Buffer = Buffer.alloc(0);

  /**
   * @returns the answer that is complete with this piece, or undefined while there is none
   * @throws Error for what is not an answer, or is more than one: each request waits for its answer
   */
  feed(piece: Buffer): ArrivedResponse | undefined {
    this.#rest = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const headLength = this.#rest.indexOf(endOfHead);
    if (headLength < 0) return undefined;
    const head = this.#rest.toString('latin1', 0, headLength + 2);
    const bodyStart = headLength + endOfHead.length;
    const body = bodyOf(head, this.#rest, bodyStart);
    if (!body) return undefined;
    if (this.#rest.length > body.end) throw new Error('The server sent more than one answer to a request.');
    this.#rest = Buffer.alloc(0);
    return { status: statusOf(head), bodyBytes: body.bytes };
  }
}

interface Body {
  bytes: number;
  /** Where in the buffer the answer is over. */
  end: number;
}

function statusOf(head: string): number {
  const status = /^HTTP\/1\.1 (\d{3})/.exec(head)?.[1];
  if (status === undefined) throw new Error(`Not an HTTP/1.1 answer: ${head.slice(0, 40)}`);
  return Number(status);
}

function bodyOf(head: string, buffer: Buffer, start: number): Body | undefined {
  const length = /\r\ncontent-length: *(\d+) *\r\n/i.exec(head)?.[1];
  if (length !== undefined) {
    const bytes = Number(length);
    return buffer.length < start + bytes ? undefined : { bytes, end: start + bytes };
  }
  if (/\r\ntransfer-encoding: *chunked *\r\n/i.test(head)) return chunkedBody(buffer, start);
  throw new Error('The answer says neither Content-Length nor chunked.');
}

function chunkedBody(buffer: Buffer, start: number): Body | undefined {
  let bytes = 0;
  for (let at = start; ; ) {
    const lineEnd = buffer.indexOf(endOfLine, at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(buffer.toString('latin1', at, lineEnd), 16);
    if (!(size >= 0)) throw new Error('A chunk of the answer has no size.');
    const next = lineEnd + 2 + size + 2;
    if (buffer.length < next) return undefined;
    if (size === 0) return { bytes, end: next };
    bytes += size;
    at = next;
  }
}
