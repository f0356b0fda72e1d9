import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { HttpResponse } from '@smithy/core/transport';
import { describe, expect, it } from 'vitest';
import { createDocumentClient } from '../../../functions/store/store.ts';

interface Request {
  headers: Record<string, string>;
  body: string;
}

type Answer = (body: string, call: number) => { statusCode: number; answer: object };

/** A client whose calls are answered by this, with what they were. */
function clientOf(answerTo: Answer) {
  const calls: { id: string; target: string; body: string }[] = [];
  const client = createDocumentClient({
    region: 'us-east-1',
    endpoint: 'http://localhost:1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: {
      handle: async ({ headers, body }: Request, { abortSignal }: { abortSignal?: AbortSignal } = {}) => {
        if (abortSignal?.aborted) throw Object.assign(new Error('aborted'), { name: 'AbortError' });
        const { statusCode, answer } = answerTo(body, calls.length);
        const { 'amz-sdk-invocation-id': id = '', 'x-amz-target': target = '' } = headers;
        calls.push({ id, target, body });
        return {
          response: new HttpResponse({ statusCode, headers: {}, body: Buffer.from(JSON.stringify(answer)) }),
        };
      },
    },
  });
  return { client, calls };
}

const echo: Answer = (body) => ({ statusCode: 200, answer: { Item: JSON.parse(body).Key } });
const get = (pk: unknown): GetCommand => new GetCommand({ TableName: 't', Key: { pk } });

describe('a client that keeps what calls go through', () => {
  it('gives each call its own input, id and answer, whatever else is under way', async () => {
    const { client, calls } = clientOf(echo);
    const keys = Array.from({ length: 20 }, (_, index) => (index % 2 ? index : `text ${index}`));
    const answers = await Promise.all(keys.map((pk) => client.send(get(pk))));
    expect(answers.map(({ Item }) => Item)).toEqual(keys.map((pk) => ({ pk })));
    expect(new Set(calls.map(({ id }) => id)).size).toBe(keys.length);
  });

  it('tells kinds of calls apart', async () => {
    const { client, calls } = clientOf(() => ({ statusCode: 200, answer: {} }));
    for (const _ of [1, 2]) {
      await client.send(get('a'));
      await client.send(new PutCommand({ TableName: 't', Item: { pk: 'a', numbers: new Set([1]) } }));
    }
    const [getItem, putItem] = ['DynamoDB_20120810.GetItem', 'DynamoDB_20120810.PutItem'];
    expect(calls.map(({ target }) => target)).toEqual([getItem, putItem, getItem, putItem]);
    expect(JSON.parse(calls[3]?.body ?? '')).toMatchObject({ Item: { numbers: { NS: ['1'] } } });
  });

  it('repeats a call that fails, under one id, and goes on after one that is refused', async () => {
    const refusal = { __type: 'com.amazon.coral.validate#ValidationException', message: 'No such key.' };
    const answers: ReturnType<Answer>[] = [
      { statusCode: 500, answer: {} },
      { statusCode: 200, answer: { Item: { pk: { S: 'first' } } } },
      { statusCode: 400, answer: refusal },
      { statusCode: 200, answer: { Item: { pk: { S: 'third' } } } },
    ];
    const { client, calls } = clientOf((_, call) => answers[call] ?? { statusCode: 500, answer: {} });
    const first = await client.send(get('a'));
    expect(first.Item).toEqual({ pk: 'first' });
    expect(first.$metadata).toMatchObject({ attempts: 2 });
    expect(calls[1]?.id).toBe(calls[0]?.id);
    await expect(client.send(get('b'))).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'No such key.',
    });
    const third = await client.send(get('c'));
    expect(third.Item).toEqual({ pk: 'third' });
    expect(third.$metadata).toMatchObject({ attempts: 1 });
  });

  it('takes commands of DynamoDB’s own client as well', async () => {
    const { client, calls } = clientOf(() => ({ statusCode: 200, answer: { TableNames: ['t'] } }));
    for (const _ of [1, 2])
      expect(await client.send(new ListTablesCommand())).toMatchObject({ TableNames: ['t'] });
    expect(calls).toHaveLength(2);
  });

  it('takes the signal of one call for that call alone', async () => {
    const { client } = clientOf(echo);
    await client.send(get('a'));
    const aborted = client.send(get('b'), { abortSignal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    expect((await client.send(get('c'))).Item).toEqual({ pk: 'c' });
  });
});
