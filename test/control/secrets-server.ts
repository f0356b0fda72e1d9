import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { SecretsManagerClient, SecretsManagerServiceException } from '@aws-sdk/client-secrets-manager';
import type { FakeSecrets } from './key-secrets.ts';

export interface SecretsServer {
  url: string;
  /** The SDK's own client for it. */
  client: SecretsManagerClient;
  close: () => void;
}

/** Puts a secret behind the protocol of Secrets Manager. (AWS JSON 1.1: dates are numbers of seconds.) */
export async function startSecretsServer(secrets: FakeSecrets): Promise<SecretsServer> {
  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).replace('secretsmanager.', '');
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    try {
      const answer = secrets.answer(operation, await json(request));
      response.end(
        JSON.stringify(answer, (name, value) => (name === 'CreatedDate' ? seconds(value) : value)),
      );
    } catch (error) {
      response.statusCode = 400;
      const type = error instanceof SecretsManagerServiceException ? error.name : 'InternalServiceError';
      response.end(JSON.stringify({ __type: type, message: String(error) }));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new SecretsManagerClient({ endpoint: url, region: 'eu-central-1', credentials });
  return {
    url,
    client,
    close: () => {
      client.destroy();
      server.close();
    },
  };
}

const seconds = (date: string): number => Date.parse(date) / 1_000;
