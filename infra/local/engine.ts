import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { Failure, messageOf } from '../errors.ts';
import { clientConfig } from './engine/client-config.ts';
import { Database } from './engine/database.ts';
import { MemoryStorage } from './engine/storage/memory.ts';
import type { Storage } from './engine/storage/storage.ts';
import { watched } from './engine/storage/watched.ts';

/** A DynamoDB the emulator can use. */
export interface Engine {
  /** For people: what it is and where its data lives. */
  name: string;
  clientConfig: DynamoDBClientConfig;
  /** Whether it has told of a failure with this name itself, so that nobody else has to; absent: of none. */
  hasTold?: (name: string) => boolean;
  close: () => Promise<void>;
}

const localRegion = 'us-east-1';
const localCredentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/**
 * Starts the embedded engine. It lives in this process: nothing listens, and nobody else reaches it.
 *
 * @param dataFolder where to keep the data; in memory when left out
 * @param say is told when the disk begins to fail, and when it does not any more
 * @throws Failure where the folder cannot be used
 */
export async function startEmbeddedEngine(
  dataFolder?: string,
  say: (line: string) => void = () => {},
): Promise<Engine> {
  if (dataFolder === undefined) return embeddedEngine(new MemoryStorage(), 'in memory');
  const watch = {
    onFailure: (error: unknown) =>
      say(
        `The data folder ${dataFolder} cannot be read or written: ${messageOf(error)}. Until it can, calls that need it are refused, and requests are not noted. Nothing that was acknowledged is lost.`,
      ),
    onRecovery: () => say(`The data folder ${dataFolder} can be written again.`),
  };
  // Loaded only here: in memory there is nothing to open.
  const { DataFolderError, openDataFolder } = await import('./engine/storage/data-folder.ts');
  try {
    const storage = watched(await openDataFolder(dataFolder), watch);
    return await embeddedEngine(storage, `data in ${dataFolder}`);
  } catch (error) {
    if (!(error instanceof DataFolderError)) throw error;
    throw new Failure(
      `The data folder ${dataFolder} cannot be used: ${error.message}. Name another with --data.`,
    );
  }
}

/** The embedded engine over a storage. */
export async function embeddedEngine(storage: Storage, where: string): Promise<Engine> {
  const database = await Database.open(storage);
  return {
    name: `embedded, ${where}`,
    clientConfig: clientConfig(database),
    hasTold: (name) => name === 'InternalServerError',
    close: () => database.close(),
  };
}

/** Another engine, by its URL; credentials and region from the environment where they are set. */
export function externalEngine(
  endpoint: string,
  environment: Readonly<Record<string, string | undefined>>,
): Engine {
  if (!/^https?:\/\//.test(endpoint) || !URL.canParse(endpoint)) {
    throw new Failure(`DYNAMODB_ENDPOINT is not a URL: ${endpoint}. Use one like http://127.0.0.1:8000.`);
  }
  return {
    name: endpoint,
    clientConfig: {
      endpoint,
      region: environment['AWS_REGION'] ?? localRegion,
      requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
      ...(environment['AWS_ACCESS_KEY_ID'] ? {} : { credentials: localCredentials }),
    },
    close: async () => {},
  };
}
