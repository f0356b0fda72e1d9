import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A request as the SDK hands it to what sends it. */
export interface SdkRequest {
  hostname: string;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

export const credentials = {
  accessKeyId: 'AKID',
  secretAccessKey: 'secret',
  sessionToken: 'session/token==',
};

/** The SDK's document client; what it sends is kept, and answered with a body. */
export function sdkAnswering(body: string, config: DynamoDBClientConfig = {}) {
  const requests: SdkRequest[] = [];
  const client = new DynamoDBClient({
    region: 'eu-central-1',
    credentials,
    requestHandler: {
      metadata: { handlerProtocol: 'test' },
      handle: async (request: SdkRequest) => {
        requests.push(request);
        return { response: { statusCode: 200, headers: {}, body: Buffer.from(body) } };
      },
    },
    ...config,
  });
  const documentClient = DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
  });
  return { documentClient, requests };
}

export const textOf = ({ body }: SdkRequest): string => Buffer.from(body).toString();
