import { createDocumentClient, createStore, type Store } from '../store/store.ts';

/** @throws Error that names the variable where it is not set */
export function requireVariable(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`The environment variable ${name} is not set.`);
}

/** The store that the function's environment names: TABLE_NAME, and DYNAMODB_ENDPOINT for another engine. */
export function storeFromEnvironment(): Store {
  const endpoint = process.env['DYNAMODB_ENDPOINT'];
  return createStore(createDocumentClient(endpoint ? { endpoint } : {}), requireVariable('TABLE_NAME'));
}
