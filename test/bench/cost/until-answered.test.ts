import { describe, expect, it } from 'vitest';
import { mostRequests, untilAnswered } from './until-answered.ts';

const refusal = (status: number, reason: string): Response =>
  new Response('{}', { status, headers: { 'x-emulator-reason': reason } });

/** Gives these answers one after the other, the last for ever. */
const sender = (...answers: readonly Response[]) => {
  let sent = 0;
  return async (): Promise<Response> => answers[Math.min(sent++, answers.length - 1)] ?? new Response();
};

const outOfTime = refusal(500, 'store_unavailable: The answer was not ready within 27 s.');

describe('a request that is sent until it is answered', () => {
  it('is sent once where that is enough', async () => {
    const { response, requests } = await untilAnswered(sender(new Response('page')));
    expect([await response.text(), requests]).toEqual(['page', 1]);
  });

  it('is sent again where the emulator had no time', async () => {
    const { response, requests } = await untilAnswered(sender(outOfTime, outOfTime, new Response('page')));
    expect([await response.text(), requests]).toEqual(['page', 3]);
  });

  it.each([
    ['a refusal', refusal(400, 'body_not_json: ...')],
    ['another failure', refusal(500, 'internal_error: ...')],
    ['a failure that says nothing', new Response('', { status: 500 })],
  ])('is not sent again after %s', async (_, answer) => {
    expect(await untilAnswered(sender(answer, new Response('page')))).toEqual({
      response: answer,
      requests: 1,
    });
  });

  it('is given up in the end', async () => {
    expect(await untilAnswered(sender(outOfTime))).toEqual({ response: outOfTime, requests: mostRequests });
  });
});
