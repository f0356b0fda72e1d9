import { Hono } from 'hono';
import type { LambdaEvent } from 'hono/aws-lambda';
import { describe, expect, it } from 'vitest';
import { AfterResponse } from '../../functions/lambda/after-response.ts';
import { createHandler } from '../../functions/lambda/handler.ts';
import { webAnswers } from '../../functions/lambda/web-answers.ts';
import { eventOf, eventVersions } from '../support/api-gateway/gateway.ts';
import { hurriedTime } from '../support/manual-time.ts';

const contentType = 'application/json; charset=utf-8';
const request = { method: 'POST', path: '/', query: '', headers: [], body: new Uint8Array() };

describe.each(eventVersions)('what a function gives API Gateway for an event %s', (version) => {
  async function answer(body: string | Uint8Array<ArrayBuffer> | null, status = 200) {
    const app = new Hono().all(
      '*',
      () => new Response(body, { status, headers: { 'content-type': contentType } }),
    );
    const event = eventOf[version](request) as unknown as LambdaEvent;
    const handler = createHandler(webAnswers(app), new AfterResponse(hurriedTime()));
    const { headers, multiValueHeaders, ...rest } = (await handler(event)) ?? {};
    return { ...rest, contentType: multiValueHeaders?.['content-type']?.[0] ?? headers?.['content-type'] };
  }

  it('is text where it is UTF-8', async () => {
    const expected = { statusCode: 200, body: '{"a":"é"}', isBase64Encoded: false, contentType };
    expect(await answer('{"a":"é"}')).toEqual(expected);
  });

  it('is base64 where a character is cut in two, with the same status and headers', async () => {
    const cut = new Uint8Array(Buffer.from('{"a":"é')).slice(0, -1);
    const body = Buffer.from(cut).toString('base64');
    expect(await answer(cut, 202)).toEqual({ statusCode: 202, body, isBase64Encoded: true, contentType });
  });

  it('is base64 where it would be more than Lambda carries as text', async () => {
    const mostBytes = 6 * 1024 * 1024;
    const lines = (text: string) => `${JSON.stringify({ text })}\n`;
    const quoted = lines(JSON.stringify({ a: '"\\"' }));
    const plain = lines('a'.repeat(quoted.length - 12));
    for (const [line, isBase64Encoded] of [
      [quoted, true],
      [plain, false],
    ] as const) {
      const body = line.repeat(Math.floor(4_000_000 / line.length));
      const result = await answer(body);
      expect(result).toMatchObject({ isBase64Encoded });
      expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThan(mostBytes);
      expect(
        Buffer.from(result.body ?? '', isBase64Encoded ? 'base64' : 'utf8').equals(Buffer.from(body)),
      ).toBe(true);
    }
  });

  it('may be empty', async () => {
    expect(await answer(null, 204)).toMatchObject({ statusCode: 204, body: '', isBase64Encoded: false });
  });
});
