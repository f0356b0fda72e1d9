import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { load } from './load.ts';

let server: Server | undefined;

async function targetOf(listener: RequestListener, expectedBodyBytes: number) {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const headers = { auth: 'token' };
  return { url: `http://127.0.0.1:${port}/a?b=c`, headers, bodies: ['{"limit":2}'], expectedBodyBytes };
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

describe('the load generator', () => {
  it('sends the request over every connection and counts answers', async () => {
    const sockets = new Set<unknown>();
    let answered = 0;
    const target = await targetOf(async (request, response) => {
      sockets.add(request.socket);
      const body = await request.setEncoding('utf8').toArray();
      const asked = [request.method, request.url, request.headers['auth'], body.join('')];
      answered += 1;
      response.end(JSON.stringify(asked) === '["POST","/a?b=c","token","{\\"limit\\":2}"]' ? 'right' : 'no');
    }, 5);
    const result = await load(target, 3, 1);
    expect(sockets.size).toBe(3);
    expect(result.requests).toBe(answered);
    expect(result.requests).toBeGreaterThanOrEqual(3);
    expect(result.p50).toBeLessThanOrEqual(result.p99);
  });

  it('sends different bodies in turns, and refuses an answer with less than half', async () => {
    const seen: string[] = [];
    const target = await targetOf(async (request, response) => {
      const body = (await request.setEncoding('utf8').toArray()).join('');
      seen.push(body);
      response.end('x'.repeat(body.length));
    }, 6);
    const { requests } = await load({ ...target, bodies: ['123', '1234', '12345'] }, 1, 20);
    expect(requests).toBe(seen.length);
    expect(seen.slice(0, 4)).toEqual(['123', '1234', '12345', '123'].slice(0, seen.length));
    await expect(load({ ...target, bodies: ['123', '12'] }, 1, 500)).rejects.toThrow('200 with 2 of 6 bytes');
  });

  it('refuses answers that are not what they must be', async () => {
    const short = await targetOf((_, response) => response.end('four'), 5);
    await expect(load(short, 2, 1)).rejects.toThrow('200 with 4 of 5 bytes');
    server?.close();
    const failing = await targetOf((_, response) => response.writeHead(503).end('right'), 5);
    await expect(load(failing, 2, 1)).rejects.toThrow('503');
  });

  it('does not wait for a server that hangs up', async () => {
    const target = await targetOf((request) => request.socket.destroy(), 5);
    await expect(load(target, 1, 1)).rejects.toThrow();
  });
});
