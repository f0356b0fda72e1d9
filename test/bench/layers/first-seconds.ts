import { progress } from '../section.ts';
import { load } from '../speed/load.ts';
import { type BenchPage, fetchPage, pagesAt, targetAt } from '../speed/page.ts';
import { startWireMock } from '../speed/servers.ts';
import { startEmulator } from '../support/emulator.ts';
import { loadAccount } from '../support/load-account.ts';

/** Requests a second in the first seconds: of the emulator after an import, of WireMock after its start. */
export interface FirstSeconds {
  emulator: number;
  wireMock: number;
}

const connections = 8;
const pages = 1_200;

/**
 * Different pages in turns, beside one fixed answer.
 *
 * @returns without WireMock's where it cannot be fetched or started
 */
export async function measureFirstSeconds(
  sessions: number,
  ms: number,
): Promise<Partial<FirstSeconds> & Pick<FirstSeconds, 'emulator'>> {
  progress('layers: the first seconds after an import');
  const emulator = await startEmulator();
  try {
    const account = await loadAccount(emulator, sessions);
    const settings = JSON.stringify({ settings: { journal: false } });
    await emulator.control('PATCH', `/accounts/${account.accountId}`, settings);
    const page = await fetchPage(emulator, account);
    const target = pagesAt(emulator.url, page, Math.min(pages, sessions / 20));
    const { perSecond } = await load(target, connections, ms);
    return { emulator: perSecond, ...(await beside(page, ms)) };
  } finally {
    await emulator.stop();
  }
}

async function beside(page: BenchPage, ms: number): Promise<Pick<FirstSeconds, 'wireMock'> | undefined> {
  const wireMock = await startWireMock(page).catch((error: Error) => {
    progress(`  left out: WireMock: ${error.message}`);
  });
  if (!wireMock) return undefined;
  try {
    return { wireMock: (await load(targetAt(wireMock.url, page), connections, ms)).perSecond };
  } finally {
    await wireMock.stop();
  }
}
