import { memoryFrom } from '../store/memory.ts';
import { createDocumentClient, createStore, type Store } from '../store/store.ts';

/** @throws Error that names the variable where it is not set */
export function requireVariable(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`The environment variable ${name} is not set.`);
}

// What one reader of an index in AWS has seen, another may miss for a moment: each read goes to some replica.
const indexLagMs = 1_000;

/** The store of the table that TABLE_NAME names; region, credentials and endpoint are the SDK's own variables. */
export function storeFromEnvironment(): Store {
  return createStore(createDocumentClient(), requireVariable('TABLE_NAME'), {
    indexLagMs,
    memory: memoryFrom(process.env),
  });
}
