import { Agent, request as httpRequest } from 'node:http';
import type { BenchAccount, BenchEmulator } from './emulator.ts';
import { printTable, rate, requestsPerSecond } from './measure.ts';

const connections = 8;
const total = 1_500;

function postPage(agent: Agent, url: string, { botId, token }: BenchAccount): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      `${url}/api/public/bot/${botId}/getSessions`,
      { method: 'POST', agent, headers: { auth: token, 'content-type': 'application/json' } },
      (incoming) => {
        incoming.resume();
        incoming.once('end', () =>
          incoming.statusCode === 200 ? resolve() : reject(new Error(`answered ${incoming.statusCode}`)),
        );
      },
    );
    outgoing.once('error', reject);
    outgoing.end('{"limit":20}');
  });
}

async function pageRate(emulator: BenchEmulator, settings: Record<string, unknown>): Promise<number> {
  const account = await emulator.makeAccount({ seed: 'demo', settings });
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  await requestsPerSecond(connections, 200, () => postPage(agent, emulator.url, account));
  const perSecond = await requestsPerSecond(connections, total, () => postPage(agent, emulator.url, account));
  agent.destroy();
  return perSecond;
}

/** Prints how many pages of 20 rows a second are answered, with the journal and without. */
export async function benchRequests(emulator: BenchEmulator): Promise<void> {
  printTable(`Requests a second: page of 20 rows, ${connections} connections, scenario demo`, [
    ['journal off', rate(await pageRate(emulator, { journal: false }), '/s')],
    ['journal on', rate(await pageRate(emulator, { journal: true }), '/s')],
  ]);
}
