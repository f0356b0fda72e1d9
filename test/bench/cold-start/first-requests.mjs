/*
 * Measures in a fresh process, without anything that runs before a function in Lambda: how long a function
 * takes to load, and to answer its first two requests.
 *
 *   node first-requests.mjs FUNCTION EVENT    both files; prints {"loadMs", "firstMs", "secondMs", "body"}
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [functionFile, eventFile] = process.argv.slice(2);
const event = readFileSync(eventFile, 'utf8');
// What the function logs is not the result.
console.info = () => {};

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
process.stdout.write(JSON.stringify({ loadMs: loaded.ms, firstMs: first.ms, secondMs: second.ms, body }));
