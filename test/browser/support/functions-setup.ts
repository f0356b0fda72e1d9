import type { TestProject } from 'vitest/node';
import type { Address } from './address.ts';
import { type Kind, serveFunctions } from './functions-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    browserFunctions: Record<Kind, Address>;
  }
}

/** Builds the functions once, and serves them behind the events of either kind of API. */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const { addresses, stop } = await serveFunctions();
  project.provide('browserFunctions', addresses);
  return stop;
}
