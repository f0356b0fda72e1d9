import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { endpointFrom } from '../../../functions/lambda/dynamodb/endpoint.ts';
import { signed } from '../../../functions/lambda/dynamodb/signature.ts';
import { credentials, type SdkRequest, sdkAnswering, textOf } from './sdk.ts';

async function requestOf(region: string, key: string): Promise<SdkRequest> {
  const { documentClient, requests } = sdkAnswering('{}', { region });
  await documentClient.send(new GetCommand({ TableName: 't', Key: { pk: key } }));
  const [request] = requests;
  if (!request) throw new Error('The SDK has sent nothing.');
  return request;
}

/** Those that the SDK has signed, without what signing adds. */
function signedHeaders({ headers }: SdkRequest): Record<string, string> {
  const names = /SignedHeaders=([^,]+)/.exec(headers['authorization'] ?? '')?.[1]?.split(';') ?? [];
  const added = ['x-amz-date', 'x-amz-security-token'];
  const entries = names.filter((name) => !added.includes(name)).map((name) => [name, headers[name] ?? '']);
  return Object.fromEntries(entries);
}

test('a call is signed as the SDK signs it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.constantFrom('eu-central-1', 'us-east-1'), async (key, region) => {
      const request = await requestOf(region, key);
      const time = request.headers['x-amz-date'] ?? '';
      const at = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

      const own = signed(signedHeaders(request), textOf(request), credentials, region, at);
      expect(own['authorization']).toBe(request.headers['authorization']);
      expect(own['x-amz-security-token']).toBe(credentials.sessionToken);
    }),
  );
});

test('credentials without a session need no token', () => {
  const { accessKeyId, secretAccessKey } = credentials;
  expect(signed({ host: 'h' }, '{}', { accessKeyId, secretAccessKey }, 'r', 0)).not.toHaveProperty(
    'x-amz-security-token',
  );
});

test.each([
  'us-east-1',
  'eu-central-1',
  'ap-southeast-2',
  'us-gov-west-1',
  'cn-north-1',
  'eusc-de-east-1',
  'us-iso-east-1',
  'us-isob-east-1',
  'us-isof-south-1',
  'eu-isoe-west-1',
])('the endpoint of %s is that of the SDK', async (region) => {
  expect(endpointFrom({}, region)).toEqual({
    protocol: 'https:',
    host: (await requestOf(region, 'k')).hostname,
    hostname: (await requestOf(region, 'k')).hostname,
  });
});

test('variables name another endpoint, as they do for the SDK', () => {
  const [own, every] = ['http://127.0.0.1:8000', 'https://every.example'];
  expect(endpointFrom({ AWS_ENDPOINT_URL_DYNAMODB: own, AWS_ENDPOINT_URL: every }, 'r')).toEqual({
    protocol: 'http:',
    host: '127.0.0.1:8000',
    hostname: '127.0.0.1',
    port: 8000,
  });
  expect(endpointFrom({ AWS_ENDPOINT_URL: every }, 'r').hostname).toBe('every.example');
});
