/*
 * Measures in a fresh process, without anything that runs before a function in Lambda: how long a function takes to
 * load and to answer its first two requests, and the CPU time of its first answer and of later ones.
 *
 *   node first-requests.mjs FUNCTION EVENT WARM    two files; how many warm requests are averaged, 0 for none
 *
 * Prints {"loadMs", "firstMs", "secondMs", "coldCpuMs", "firstCpuMs", "warmCpuMs", "body"} as its last line: the lines
 * before are the function's log. Cold is everything since the process began, Node's own start with it.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [functionFile, eventFile, warm] = process.argv.slice(2);
const event = readFileSync(eventFile, 'utf8');

function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function timed(work) {
  const [started, cpu] = [performance.now(), cpuMs()];
  const value = await work();
  return { value, ms: performance.now() - started, cpu: cpuMs() - cpu };
}

const loaded = await timed(() => import(pathToFileURL(functionFile).href));

let asked = 0;
async function ask() {
  asked += 1;
  const answer = await loaded.value.handler(JSON.parse(event), { awsRequestId: `${asked}` });
  if (answer.statusCode !== 200) throw new Error(JSON.stringify(answer));
  return answer.body;
}

async function askOften(count) {
  for (let left = count; left > 0; left -= 1) await ask();
}

const first = await timed(ask);
const coldCpuMs = cpuMs();
const second = await timed(ask);
// So that what is not compiled yet does not count for warm.
await askOften(Number(warm) / 4);
const later = await timed(() => askOften(Number(warm)));
const result = JSON.stringify({
  loadMs: loaded.ms,
  firstMs: first.ms,
  secondMs: second.ms,
  coldCpuMs,
  firstCpuMs: first.cpu,
  warmCpuMs: later.cpu / Math.max(Number(warm), 1),
  body: second.value,
});
process.stdout.write(`${result}\n`);
