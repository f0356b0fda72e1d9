import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { percentile } from '../report/statistics.ts';
import { ResponseReader } from '../support/responses.ts';

/** A request, and what its answer must be. */
export interface Target {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** What is sent, one after the other and again from the first. */
  bodies: readonly string[];
  /** Of the answer's body; of several different ones, each has at least half of it. */
  expectedBodyBytes: number;
}

export interface LoadResult {
  requests: number;
  perSecond: number;
  /** Milliseconds from a request to the last byte of its answer. */
  p50: number;
  p95: number;
  p99: number;
}

/**
 * Sends requests over so many kept-alive connections, each waiting for its answer before the next.
 *
 * @throws Error for an answer that is not 200 or has another length
 */
export async function load(target: Target, connections: number, durationMs: number): Promise<LoadResult> {
  const requests = toBytes(target);
  let count = 0;
  const next = (): Buffer => requests[count++ % requests.length] ?? Buffer.alloc(0);
  const started = performance.now();
  const latencies: number[] = [];
  await Promise.all(
    Array.from({ length: connections }, () => send(target, next, started + durationMs, latencies)),
  );
  const elapsed = (performance.now() - started) / 1000;
  return {
    requests: latencies.length,
    perSecond: latencies.length / elapsed,
    p50: percentile(latencies, 0.5),
    p95: percentile(latencies, 0.95),
    p99: percentile(latencies, 0.99),
  };
}

function toBytes({ url, headers, bodies }: Target): Buffer[] {
  const { host, pathname, search } = new URL(url);
  const lines = [
    `POST ${pathname}${search} HTTP/1.1`,
    `host: ${host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return bodies.map((body) => {
    const all = [...lines, `content-length: ${Buffer.byteLength(body)}`];
    return Buffer.from(`${all.join('\r\n')}\r\n\r\n${body}`);
  });
}

async function send(
  { url, bodies, expectedBodyBytes }: Target,
  nextRequest: () => Buffer,
  until: number,
  latencies: number[],
): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  try {
    const isRight = (bodyBytes: number): boolean =>
      bodies.length === 1 ? bodyBytes === expectedBodyBytes : 2 * bodyBytes >= expectedBodyBytes;
    await converse(socket, nextRequest, until, latencies, (status, bodyBytes) => {
      if (status === 200 && isRight(bodyBytes)) return;
      throw new Error(`${status} with ${bodyBytes} of ${expectedBodyBytes} bytes`);
    });
  } finally {
    socket.destroy();
  }
}

function converse(
  socket: Socket,
  nextRequest: () => Buffer,
  until: number,
  latencies: number[],
  check: (status: number, bodyBytes: number) => void,
): Promise<void> {
  const reader = new ResponseReader();
  return new Promise((resolve, reject) => {
    let sent = performance.now();
    const next = (): void => {
      sent = performance.now();
      socket.write(nextRequest());
    };
    socket.on('data', (piece) => {
      try {
        const answer = reader.feed(piece);
        if (!answer) return;
        check(answer.status, answer.bodyBytes);
        const now = performance.now();
        latencies.push(now - sent);
        if (now < until) next();
        else resolve();
      } catch (error) {
        reject(error);
      }
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('The server closed the connection.')));
    next();
  });
}
