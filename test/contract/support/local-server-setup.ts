import type { TestProject } from 'vitest/node';
import { spawnLocalServer } from './local-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    localServer: { url: string; controlKey: string };
  }
}

/**
 * Starts the server that the files of the project `contract: local-server` share, as users' own tests share
 * one: accounts keep them apart, and a server for each file would take longer to start than its tests to run.
 */
export default async function startServer(project: TestProject): Promise<() => Promise<void>> {
  const { url, controlKey, stop } = await spawnLocalServer();
  project.provide('localServer', { url, controlKey });
  return stop;
}
