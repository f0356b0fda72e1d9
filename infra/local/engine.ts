import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { Level } from 'level';
import { Failure } from '../errors.ts';

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
 * Starts the embedded engine on a loopback port of its own.
 *
 * @param dataFolder where to keep the data; in memory when left out
 * @throws Failure where the folder cannot be used
 */
export async function startEmbeddedEngine(dataFolder?: string): Promise<Engine> {
  if (dataFolder !== undefined) await checkFolder(dataFolder);
  const server = dynalite({ createTableMs: 0, ...(dataFolder === undefined ? {} : { path: dataFolder }) });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    name: dataFolder === undefined ? 'embedded, in memory' : `embedded, data in ${dataFolder}`,
    clientConfig: {
      endpoint: `http://127.0.0.1:${port}`,
      region: localRegion,
      credentials: localCredentials,
      // In this very process: a call that takes long is not lost, it waits for its turn.
      requestHandler: { httpAgent: { maxSockets: 1000 } },
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
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

async function checkFolder(folder: string): Promise<void> {
  try {
    mkdirSync(folder, { recursive: true });
    // The engine opens it without a way to say that it could not.
    const level = new Level(folder);
    await level.open();
    await level.close();
  } catch (error) {
    throw new Failure(`The data folder ${folder} cannot be used: ${why(error)}. Name another with --data.`);
  }
}

function why(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause = error } = error;
  if (!(cause instanceof Error)) return error.message;
  return 'code' in cause && cause.code === 'LEVEL_LOCKED' ? 'another emulator is using it' : cause.message;
}
