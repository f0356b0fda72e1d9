import { expect, test } from 'vitest';
import { IncompleteBodyError, readArrivingBytes } from '../../functions/http/read-bytes.ts';
import { readBody } from '../../functions/vendor/read-body.ts';
import { ManualTime } from '../support/manual-time.ts';

const requestOf = (body: ReadableStream | string): Request =>
  new Request('http://localhost/', {
    method: 'POST',
    headers: { 'content-length': '100' },
    body,
    ...{ duplex: 'half' },
  });

const stalled = (): Request =>
  requestOf(new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array([0x7b])) }));

test('a body that does not go on is given up before an answer is due', async () => {
  const time = new ManualTime();
  const reading = expect(readArrivingBytes(stalled(), 100, time)).rejects.toThrow(IncompleteBodyError);
  await time.advance(19_999);
  expect(time.waiting).toBe(1);
  await time.advance(1);
  await reading;
});

test('a body that breaks off is the same refusal', async () => {
  const broken = new ReadableStream({ start: (stream) => stream.error(new Error('aborted')) });
  await expect(readBody(requestOf(broken))).rejects.toMatchObject({ reason: { code: 'body_incomplete' } });
});

test('nothing waits for a body that is there', async () => {
  const time = new ManualTime();
  expect(await readArrivingBytes(requestOf('{}'), 100, time)).toEqual(new TextEncoder().encode('{}'));
  expect(time.waiting).toBe(0);
});
