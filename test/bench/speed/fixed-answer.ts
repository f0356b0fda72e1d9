import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/*
 * The ceiling of the load generator, in a process of its own: a socket that answers without looking at what
 * it was asked.
 *
 *   fixed-answer.ts PORT FILE    FILE holds {"body"}
 */
const [port = '', file = ''] = process.argv.slice(2);
const { body = '' } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
const answer = Buffer.from(head + body);

createServer({ noDelay: true }, (socket) => {
  // Requests are sent in one piece each, and the next only after the answer.
  socket.on('data', () => socket.write(answer));
  socket.on('error', () => socket.destroy());
}).listen(Number(port), '127.0.0.1');
