import type { AddressInfo } from 'node:net';
import { mostUnattributed, unattributedVariables } from '../../../functions/domain/unattributed.ts';
import { createDocumentClient } from '../../../functions/store/store.ts';
import { startEmbeddedEngine } from '../../../infra/local/engine.ts';
import { ensureTable } from '../../../infra/local/table.ts';
import { serveEngine } from '../engine-server.ts';
import { startSecretsServer } from '../secrets-server.ts';

/** What deployed functions find in AWS. */
export interface Backend {
  /** The environment variables that lead a function to it. */
  readonly variables: Readonly<Record<string, string>>;
  readonly controlKey: string;
  readonly close: () => Promise<void>;
}

const tableName = 'bundled';
const controlKey = 'the-control-key';

/** Starts a table on the embedded engine, and Secrets Manager with the control key. */
export async function startBackend(): Promise<Backend> {
  const engine = await startEmbeddedEngine();
  const served = await serveEngine(engine);
  const secrets = await startSecretsServer(controlKey);
  const client = createDocumentClient(engine.clientConfig);
  await ensureTable(client, tableName);
  client.destroy();
  return {
    controlKey,
    variables: {
      ENVIRONMENT_NAME: 'test',
      TABLE_NAME: tableName,
      CONTROL_KEY_SECRET_ID: 'control-key',
      // Many files at once make requests that belong to no account.
      [unattributedVariables.keep]: String(mostUnattributed.keep),
      [unattributedVariables.perMinute]: String(mostUnattributed.perMinute),
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_DYNAMODB: served.endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${(secrets.address() as AddressInfo).port}`,
    },
    close: async () => {
      secrets.closeAllConnections();
      secrets.close();
      await served.close();
    },
  };
}
