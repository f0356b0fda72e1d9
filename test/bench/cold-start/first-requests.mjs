/*
 * Measures in a fresh process, without anything that runs before a function in Lambda: how long a function
 * takes to load, and to answer its first two requests.
 *
 *   node first-requests.mjs FUNCTION EVENT    both files; prints {"loadMs", "firstMs", "secondMs", "body"}
 *
 * as its last line: the lines before are the function's log.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [functionFile, eventFile] = process.argv.slice(2);
const event = readFileSync(eventFile, 'utf8');

async function timed(work) {
  const started = performance.now();
  const value = await work();
  return { value, ms: performance.now() - started };
}

const loaded = await timed(() => import(pathToFileURL(functionFile).href));
const answered = [];
for (let request = 0; request < 2; request += 1) {
  const answer = await timed(() => loaded.value.handler(JSON.parse(event), { awsRequestId: `${request}` }));
  if (answer.value.statusCode !== 200) throw new Error(JSON.stringify(answer.value));
  answered.push(answer);
}
const [first, second] = answered;
const body = second.value.body;
const result = JSON.stringify({ loadMs: loaded.ms, firstMs: first.ms, secondMs: second.ms, body });
process.stdout.write(`${result}\n`);
