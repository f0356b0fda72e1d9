import type { Options } from '../options.ts';
import { figure } from '../report/table.ts';
import { progress, type SectionResult } from '../section.ts';
import type { BenchAccount } from '../support/account.ts';
import { type BenchEmulator, startEmulator } from '../support/emulator.ts';
import { loadAccount } from '../support/load-account.ts';
import { type Contender, type ContenderResult, measure, type Rounds } from './contest.ts';
import { type BenchPage, fetchPage, pagesAt, targetAt } from './page.ts';
import { peerVersions } from './peers.ts';
import { type PageServer, startBareRoute, startFixedAnswer, startMockoon, startWireMock } from './servers.ts';
import { speedTable } from './table.ts';

export interface LeftOut {
  name: string;
  why: string;
}

export interface SpeedData {
  sessions: number;
  rounds: Rounds;
  responseBytes: number;
  results: ContenderResult[];
  leftOut: LeftOut[];
}

// More than the emulator keeps put together, and fewer than those whose rows it keeps.
const pagesInTurn = 1_200;

const peers: readonly { name: string; start: (page: BenchPage) => Promise<PageServer> }[] = [
  { name: `WireMock ${peerVersions.wiremock}, static stub, no journal`, start: startWireMock },
  { name: `Mockoon CLI ${peerVersions['@mockoon/cli']}, static route`, start: startMockoon },
  { name: 'bare Hono route, token verified', start: startBareRoute },
  { name: 'ceiling: a socket that answers without looking', start: startFixedAnswer },
];

/** Requests a second and latency of a page of 20 rows, beside other servers that answer the same body. */
export async function benchSpeed({ quick }: Options): Promise<SectionResult> {
  const sessions = quick ? 10_000 : 100_000;
  const rounds: Rounds = quick
    ? { connections: 8, rounds: 2, roundMs: 1_000, warmUpMs: 2_000 }
    : { connections: 8, rounds: 5, roundMs: 3_000, warmUpMs: 5_000 };
  progress('speed: loading the emulator');
  const emulator = await startEmulator();
  const stops = [emulator.stop];
  try {
    const account = await loadAccount(emulator, sessions);
    const page = await fetchPage(emulator, account);
    const contenders = emulatorContenders(emulator, account, page, sessions);
    const leftOut: LeftOut[] = [];
    for (const { name, start } of peers) {
      progress(`speed: starting ${name}`);
      try {
        const server = await start(page);
        stops.push(server.stop);
        const target = targetAt(server.url, { ...page, token: server.token ?? page.token });
        contenders.push({ name, target });
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        progress(`  left out: ${why}`);
        leftOut.push({ name, why });
      }
    }
    const results = await measure(contenders, rounds);
    const responseBytes = Buffer.byteLength(page.responseBody);
    const data: SpeedData = { sessions, rounds, responseBytes, results, leftOut };
    return { tables: [speedTable(data)], data };
  } finally {
    await Promise.all(stops.map((stop) => stop()));
  }
}

function emulatorContenders(
  { url, control }: BenchEmulator,
  { accountId }: BenchAccount,
  page: BenchPage,
  sessions: number,
): Contender[] {
  const journal = (on: boolean) => async (): Promise<void> => {
    // Reading the journal waits for what is still to be written to it.
    await control('GET', `/accounts/${accountId}/requests?limit=1`);
    await control('PATCH', `/accounts/${accountId}`, JSON.stringify({ settings: { journal: on } }));
  };
  const target = targetAt(url, page);
  return [
    // First, so that its first seconds are those after the import.
    {
      name: `this emulator, journal off, ${figure(pagesInTurn)} pages in turns`,
      target: pagesAt(url, page, Math.min(pagesInTurn, sessions / 20)),
      before: journal(false),
    },
    { name: 'this emulator, journal off', target, before: journal(false) },
    { name: 'this emulator, journal on', target, before: journal(true), after: journal(true) },
  ];
}
