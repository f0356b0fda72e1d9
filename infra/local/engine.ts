import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { Failure } from '../errors.ts';
import { clientConfig } from './engine/client-config.ts';
import { Database } from './engine/database.ts';
import { DataFolderError, openDataFolder } from './engine/storage/data-folder.ts';
import { MemoryStorage } from './engine/storage/memory.ts';

/** A DynamoDB the emulator can use. */
export interface Engine {
  /** For people: what it is and where its data lives. */
  name: string;
  clientConfig: DynamoDBClientConfig;
  close: () => Promise<void>;
}

const localRegion = 'us-east-1';
const localCredentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/**
 * Starts the embedded engine. It lives in this process: nothing listens, and nobody else reaches it.
 *
 * @param dataFolder where to keep the data; in memory when left out
 * @throws Failure where the folder cannot be used
 */
export async function startEmbeddedEngine(dataFolder?: string): Promise<Engine> {
  const database = await openDatabase(dataFolder);
  return {
    name: dataFolder === undefined ? 'embedded, in memory' : `embedded, data in ${dataFolder}`,
    clientConfig: clientConfig(database),
    close: () => database.close(),
  };
}

/** Another engine, by its URL; credentials and region from the environment where they are set. */
export function externalEngine(endpoint: string): Engine {
  if (!/^https?:\/\//.test(endpoint) || !URL.canParse(endpoint)) {
    throw new Failure(`DYNAMODB_ENDPOINT is not a URL: ${endpoint}. Use one like http://127.0.0.1:8000.`);
  }
  return {
    name: endpoint,
    clientConfig: {
      endpoint,
      region: process.env['AWS_REGION'] ?? localRegion,
      requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
      ...(process.env['AWS_ACCESS_KEY_ID'] ? {} : { credentials: localCredentials }),
    },
    close: async () => {},
  };
}

async function openDatabase(folder: string | undefined): Promise<Database> {
  if (folder === undefined) return Database.open(new MemoryStorage());
  try {
    return await Database.open(await openDataFolder(folder));
  } catch (error) {
    if (!(error instanceof DataFolderError)) throw error;
    throw new Failure(
      `The data folder ${folder} cannot be used: ${error.message}. Name another with --data.`,
    );
  }
}
