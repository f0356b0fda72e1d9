import { Hono } from 'hono';
import type { LambdaEvent } from 'hono/aws-lambda';
import { describe, expect, it } from 'vitest';
import { handleExactly } from '../../functions/lambda/exact-body.ts';
import { httpEvent } from '../infra/aws/http-event.ts';

const json = { 'content-type': 'application/json; charset=utf-8' };

function answer(body: string | Uint8Array<ArrayBuffer> | null, status = 200) {
  const app = new Hono().all('*', () => new Response(body, { status, headers: json }));
  return handleExactly(app)(httpEvent({ path: '/' }) as unknown as LambdaEvent);
}

describe('what a function gives API Gateway', () => {
  it('is text where it is UTF-8', async () => {
    expect(await answer('{"a":"é"}')).toMatchObject({
      body: '{"a":"é"}',
      isBase64Encoded: false,
      headers: json,
    });
  });

  it('is base64 where a character is cut in two, with the same status and headers', async () => {
    const cut = new Uint8Array(Buffer.from('{"a":"é')).slice(0, -1);
    expect(await answer(cut, 202)).toMatchObject({
      statusCode: 202,
      headers: json,
      body: Buffer.from(cut).toString('base64'),
      isBase64Encoded: true,
    });
  });

  it('may be empty', async () => {
    expect(await answer(null, 204)).toMatchObject({ statusCode: 204, body: '', isBase64Encoded: false });
  });
});
