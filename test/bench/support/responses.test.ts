import { describe, expect, it } from 'vitest';
import { ResponseReader } from './responses.ts';

const withLength = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhello';
const inChunks =
  'HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nA;x=1\r\n0123456789\r\n0\r\n\r\n';

const feedInPieces = (text: string, size: number) => {
  const reader = new ResponseReader();
  const bytes = Buffer.from(text);
  const found = [];
  for (let at = 0; at < bytes.length; at += size) found.push(reader.feed(bytes.subarray(at, at + size)));
  return found;
};

describe('answers from a connection', () => {
  it.each([
    ['with a length', withLength, { status: 200, bodyBytes: 5 }],
    ['in chunks', inChunks, { status: 404, bodyBytes: 15 }],
    ['without a body', 'HTTP/1.1 500 No\r\ncontent-length:0\r\n\r\n', { status: 500, bodyBytes: 0 }],
  ])('are read %s, however they are cut', (_, text, expected) => {
    for (let size = 1; size <= text.length; size += 1) {
      const found = feedInPieces(text, size);
      expect(found.at(-1)).toEqual(expected);
      expect(found.slice(0, -1).every((answer) => answer === undefined)).toBe(true);
    }
  });

  it('follow each other', () => {
    const reader = new ResponseReader();
    expect(reader.feed(Buffer.from(withLength))).toEqual({ status: 200, bodyBytes: 5 });
    expect(reader.feed(Buffer.from(inChunks))).toEqual({ status: 404, bodyBytes: 15 });
  });

  it.each([
    ['two at once', withLength + withLength, /more than one/],
    ['something else', 'SSH-2.0-server\r\nContent-Length: 0\r\n\r\n', /Not an HTTP/],
    ['a body without an end', 'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nhello', /neither/],
    ['a broken chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n', /no size/],
  ])('are refused: %s', (_, text, message) => {
    expect(() => new ResponseReader().feed(Buffer.from(text))).toThrow(message);
  });
});
