import type { TestProject } from 'vitest/node';
import { spawnLocalServer } from '../../contract/support/local-server.ts';
import type { Address } from './address.ts';

declare module 'vitest' {
  interface ProvidedContext {
    browserEmulator: Address;
  }
}

/** Starts the emulator that the files of the project share; accounts keep them apart. */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const { url, controlKey, stop } = await spawnLocalServer();
  project.provide('browserEmulator', { url, controlKey });
  return stop;
}
