import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { Database } from './database.ts';
import { requestHandler } from './request-handler.ts';

/**
 * What leads the AWS SDK to the engine in this process. Everything that the SDK would look up in the environment
 * or in files is said here, so that what is set there for AWS does not matter.
 */
export const clientConfig = (database: Database): DynamoDBClientConfig => ({
  // Never resolved: the handler is the engine.
  endpoint: 'http://embedded.invalid',
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  requestHandler: requestHandler(database),
  // Nobody would look at a signature.
  signer: { sign: async (request) => request },
  defaultsMode: 'standard',
  retryMode: 'standard',
  maxAttempts: 4,
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  endpointDiscoveryEnabled: false,
  accountIdEndpointMode: 'disabled',
  authSchemePreference: [],
  ignoreConfiguredEndpointUrls: true,
  userAgentAppId: async () => undefined,
});
