import { describe, expect, test } from 'vitest';
import { readRows } from '../../../functions/domain/rows/read-file.ts';
import { ControlClient } from '../../../infra/client/client.ts';
import { ProblemError } from '../../../infra/client/errors.ts';
import { generateSessions } from '../../../infra/client/generate-sessions.ts';
import { importSessions } from '../../../infra/client/import-rows.ts';
import { ManualTime } from '../../support/manual-time.ts';

const url = 'http://emulator.example';
const imported = { written: 0, replaced: 0, rejected: [], settled: true };
const generated = {
  written: 0,
  replaced: 0,
  settled: true,
  total: 300,
  truth: {},
  arguments: { seed: 'kore', from: 1, to: 2 },
};
const clock = { mode: 'real', now: '2026-03-01T09:00:00.000Z' };
const busy = (status: number) => () =>
  Response.json({ code: 'store_unavailable', detail: 'Throttled.' }, { status });

/** A client whose calls get these answers, one after the other, and what it has sent. */
function clientOf(answers: readonly (() => Response)[]) {
  const sent: { path: string; body: unknown }[] = [];
  const left = [...answers];
  const time = new ManualTime();
  const client = new ControlClient({
    url,
    controlKey: 'key',
    time,
    fetch: async (address, { body }) => {
      sent.push({
        path: address.slice(`${url}/_emulator/accounts/a`.length),
        body: body === undefined ? undefined : JSON.parse(String(body)),
      });
      return (left.shift() ?? busy(503))();
    },
  });
  return { client, sent, time };
}

async function* rowsOf(ids: readonly string[]) {
  yield* readRows(JSON.stringify(ids.map((sessionId) => ({ sessionId }))));
}

/** Lets time pass until the work has ended, well or not. */
async function ended<T>(time: ManualTime, work: Promise<T>): Promise<PromiseSettledResult<T>> {
  let result: PromiseSettledResult<T> | undefined;
  void Promise.allSettled([work]).then(([settled]) => {
    result = settled;
  });
  while (!result) await time.advance(1_000);
  return result;
}

describe('an import', () => {
  test('goes on at the row where a call has stopped, and names rows by their place among all', async () => {
    const { client, sent, time } = clientOf([
      () => Response.json({ ...imported, written: 1, rejected: [{ index: 0, reason: 'bad' }], next: 2 }),
      () => Response.json({ ...imported, written: 1, rejected: [{ index: 1, reason: 'worse' }] }),
    ]);

    const result = await ended(time, importSessions(client, 'a', rowsOf(['w', 'x', 'y', 'z'])));

    expect(sent.map(({ body }) => body)).toEqual([
      [{ sessionId: 'w' }, { sessionId: 'x' }, { sessionId: 'y' }, { sessionId: 'z' }],
      [{ sessionId: 'y' }, { sessionId: 'z' }],
    ]);
    expect(result).toMatchObject({
      value: {
        written: 2,
        rejected: [
          { index: 0, reason: 'bad' },
          { index: 3, reason: 'worse' },
        ],
      },
    });
  });

  test.each([429, 502, 503, 504])('sends a part again that is answered with %d', async (status) => {
    const { client, sent, time } = clientOf([
      busy(status),
      busy(status),
      () => Response.json({ ...imported, written: 1 }),
    ]);

    const result = await ended(time, importSessions(client, 'a', rowsOf(['x'])));

    expect(result).toMatchObject({ status: 'fulfilled', value: { written: 1 } });
    expect(sent).toHaveLength(3);
  });

  test('ends with the last refusal where it is busy for minutes, and was asked some dozen times', async () => {
    const { client, sent, time } = clientOf([]);
    const begun = time.monotonic();

    const result = await ended(time, importSessions(client, 'a', rowsOf(['x'])));

    expect(result).toMatchObject({ status: 'rejected', reason: expect.any(ProblemError) });
    expect(time.monotonic() - begun).toBeLessThan(180_000);
    expect(sent.length).toBeGreaterThan(10);
    expect(sent.length).toBeLessThan(60);
  });

  test('is not sent again where it is wrong', async () => {
    const { client, sent, time } = clientOf([busy(400)]);

    expect(await ended(time, importSessions(client, 'a', rowsOf(['x'])))).toMatchObject({
      status: 'rejected',
    });
    expect(sent).toHaveLength(1);
  });
});

describe('a generation', () => {
  test('goes on at next, and its first part is the same when it is asked for again', async () => {
    const { client, sent, time } = clientOf([
      () => Response.json(clock),
      busy(504),
      () => Response.json({ ...generated, written: 100, next: 100 }),
      () => Response.json({ ...generated, written: 200 }),
    ]);

    const result = await ended(time, generateSessions(client, 'a', { count: 300 }));

    expect(result).toMatchObject({ value: { written: 300 } });
    expect(sent[1]?.body).toMatchObject({ count: 300, to: clock.now });
    expect(sent[2]).toEqual(sent[1]);
    expect(sent[3]?.body).toMatchObject({ seed: 'kore', offset: 100 });
  });

  test('of a scenario is begun once: it would have another now', async () => {
    const { client, sent, time } = clientOf([busy(504)]);

    const result = await ended(time, generateSessions(client, 'a', { scenario: 'demo' }));

    expect(result).toMatchObject({ status: 'rejected' });
    expect(sent).toHaveLength(1);
  });
});
