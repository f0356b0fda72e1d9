import type { TestProject } from 'vitest/node';
import { spawnLocalServer } from '../../contract/support/local-server.ts';
import { serveFunctions } from './functions-server.ts';

type TargetName = 'local' | 'lambda-v1' | 'lambda-v2';

declare module 'vitest' {
  interface ProvidedContext {
    browserTarget: TargetName;
    browserEmulator: { url: string; controlKey: string };
  }
}

/** Starts the emulator that the files of a project share; accounts keep them apart. */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const target = project.config.provide.browserTarget as TargetName;
  const emulator = target === 'local' ? await spawnLocalServer() : await serveFunctions(target);
  const { url, controlKey, stop } = emulator;
  project.provide('browserEmulator', { url, controlKey });
  return stop;
}
