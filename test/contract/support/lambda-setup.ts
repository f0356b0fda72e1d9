import type { TestProject } from 'vitest/node';
import { buildBundles } from '../../infra/aws/bundle.ts';
import { startBackend } from '../../support/api-gateway/backend.ts';

declare module 'vitest' {
  interface ProvidedContext {
    lambda: {
      variables: Readonly<Record<string, string>>;
      controlKey: string;
      paths: { getSessions: string; control: string };
    };
  }
}

/** Builds the functions as they are deployed, and starts the table and the secret that they share. */
export default async function startLambda(project: TestProject): Promise<() => Promise<void>> {
  const { variables, controlKey, close } = await startBackend();
  const bundles = await buildBundles();
  const paths = { getSessions: bundles['get-sessions'].path, control: bundles.control.path };
  project.provide('lambda', { variables, controlKey, paths });
  return async () => {
    bundles.remove();
    await close();
  };
}
