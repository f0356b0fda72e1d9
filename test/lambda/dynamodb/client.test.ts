import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { DynamoDBClient as SdkClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient as SdkDocumentClient,
  PutCommand as SdkPutCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { DynamoDBClient } from '../../../functions/lambda/dynamodb/client.ts';
import { DynamoDBDocumentClient, PutCommand } from '../../../functions/lambda/dynamodb/document-client.ts';
import { isConditionFailure, isStoreFailure } from '../../../functions/store/errors.ts';

type Answer = { status: number; body: string } | 'reset' | 'silence' | 'half an answer';

let server: Server;
let answers: Answer[] = [];
let targets: string[] = [];
let bodies: string[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    targets.push(String(request.headers['x-amz-target']));
    bodies.push(await text(request));
    // The last one again and again.
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === 'silence') return;
    if (answer === 'half an answer') {
      response.writeHead(200, { 'content-length': '100' }).write('{', () => request.socket.destroy());
      return;
    }
    if (answer === undefined || answer === 'reset') request.socket.destroy();
    else response.writeHead(answer.status, { 'x-amzn-requestid': 'R1' }).end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  // Pauses between attempts are a share of some time by chance: of none of it.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

beforeEach(() => {
  targets = [];
  bodies = [];
});

const config = { maxAttempts: 3, requestHandler: { requestTimeout: 200, throwOnRequestTimeout: true } };
const input = { TableName: 't', Item: { pk: 'a', n: 1 } };
const own = () => DynamoDBDocumentClient.from(new DynamoDBClient(config));
const sdk = () => SdkDocumentClient.from(new SdkClient(config));

interface Outcome {
  attempts: number;
  output?: unknown;
  error?: unknown;
}

async function outcomeOf(given: readonly Answer[], send: () => Promise<unknown>): Promise<Outcome> {
  answers = [...given];
  targets = [];
  const done = await send().then(
    (output) => ({ output: { ...Object(output), $metadata: undefined } }),
    (error: unknown) => ({ error }),
  );
  return { attempts: targets.length, ...done };
}

const failure = (status: number, name: string, message = 'why'): Answer => ({
  status,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message }),
});
const good: Answer = { status: 200, body: '{"Attributes":{"a":{"S":"b"}}}' };
const throttled = failure(400, 'ProvisionedThroughputExceededException');

const cases: [string, Answer[]][] = [
  ['an answer', [good]],
  ['a call that is throttled, then answered', [throttled, throttled, good]],
  ['a call that is throttled for long', [throttled]],
  ['requests that are limited', [failure(400, 'RequestLimitExceeded'), good]],
  ['another throttling', [failure(400, 'ThrottlingException'), good]],
  ['a failure of the server, then an answer', [failure(500, 'InternalServerError'), good]],
  ['a server that fails for long', [failure(503, 'ServiceUnavailable')]],
  ['a failed condition', [failure(400, 'ConditionalCheckFailedException', 'The conditional request failed')]],
  ['a call that is not valid', [failure(400, 'ValidationException')]],
  ['a table that is not there', [failure(400, 'ResourceNotFoundException')]],
  ['a right that is missing', [failure(400, 'AccessDeniedException')]],
  ['a failure that the SDK does not know', [failure(400, 'SomethingNewException')]],
  ['a connection that breaks, then an answer', ['reset', good]],
  ['connections that break for long', ['reset']],
  ['silence for long', ['silence']],
];

test.each(cases)('%s ends as with the SDK', async (_, given) => {
  const expected = await outcomeOf(given, () => sdk().send(new SdkPutCommand(input)));
  const outcome = await outcomeOf(given, () => own().send(new PutCommand(input)));

  expect(outcome.attempts).toBe(expected.attempts);
  expect(outcome.output).toEqual(expected.output);
  expect(describeError(outcome.error)).toEqual(describeError(expected.error));
});

/** What of an error the store looks at. */
function describeError(error: unknown) {
  if (!(error instanceof Error)) return error;
  const { name, message, $fault, $metadata } = Object(error);
  const isOfNetwork = $fault === undefined;
  return {
    name,
    // Those of the network have words of their own.
    message: isOfNetwork ? undefined : message,
    $fault,
    status: $metadata?.httpStatusCode,
    storeFailure: isStoreFailure(error),
    conditionFailure: isConditionFailure(error),
  };
}

test('something between here and DynamoDB that answers with a page is a failure to be repeated', async () => {
  const page: Answer = { status: 502, body: '<html>Bad Gateway</html>' };
  const { attempts, error } = await outcomeOf([page], () => own().send(new PutCommand(input)));
  expect(attempts).toBe(3);
  expect(isStoreFailure(error)).toBe(true);
  expect((await outcomeOf([page, good], () => own().send(new PutCommand(input)))).output).toEqual({
    Attributes: { a: 'b' },
  });
});

test('an answer that breaks off is asked for again', async () => {
  const send = () => own().send(new PutCommand(input));
  expect(await outcomeOf(['half an answer', good], send)).toMatchObject({
    attempts: 2,
    output: { Attributes: {} },
  });
  const { attempts, error } = await outcomeOf(['half an answer'], send);
  expect(attempts).toBe(3);
  expect(isStoreFailure(error)).toBe(true);
});

test('a call names its operation and has its input as body', async () => {
  await outcomeOf([good], () => own().send(new PutCommand(input)));
  expect(targets).toEqual(['DynamoDB_20120810.PutItem']);
  expect(JSON.parse(bodies[0] ?? '')).toEqual({ TableName: 't', Item: { pk: { S: 'a' }, n: { N: '1' } } });
});

test('a call that is aborted ends at once, and is not repeated', async () => {
  const given = new AbortController();
  const sending = outcomeOf(['silence'], () =>
    own().send(new PutCommand(input), { abortSignal: given.signal }),
  );
  await vi.waitFor(() => expect(targets).toHaveLength(1));
  given.abort();
  expect(await sending).toMatchObject({ attempts: 1, error: { name: 'AbortError' } });
  const late = await outcomeOf([good], () =>
    own().send(new PutCommand(input), { abortSignal: given.signal }),
  );
  expect(late).toMatchObject({ attempts: 0, error: { name: 'AbortError' } });
});
