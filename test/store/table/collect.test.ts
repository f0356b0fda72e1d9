import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { collect } from '../../../functions/store/table/collect.ts';

test.each([
  ['nothing', [], ''],
  ['bytes, cut within a character', [Buffer.from([0xc3]), Buffer.from([0xa9])], 'é'],
  ['texts', ['{"a":', '"é"}'], '{"a":"é"}'],
])('collects %s', async (_what, chunks, text) => {
  expect((await collect(Readable.from(chunks))).toString()).toBe(text);
});

test('fails where the body is closed before its end, as of a connection that broke', async () => {
  const body = new Readable({ read() {} });
  const collected = collect(body);
  body.push('half');
  body.destroy();
  await expect(collected).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('fails where the body breaks off', async () => {
  const server = createServer((_request, answer) => {
    answer.writeHead(200, { 'content-length': 10 });
    answer.write('half', () => answer.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const body = new Promise<Readable>((resolve) => get({ host: '127.0.0.1', port }, resolve));
  await expect(collect(await body)).rejects.toThrow('aborted');
  server.close();
});
