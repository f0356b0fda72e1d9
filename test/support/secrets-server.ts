import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** Answers GetSecretValue as Secrets Manager does, on a free port of this machine. */
export async function startSecretsServer(secret: string): Promise<Server> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify({ Name: 'control-key', SecretString: secret }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
