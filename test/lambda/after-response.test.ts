import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AfterResponse } from '../../functions/lambda/after-response.ts';
import { hurriedTime, ManualTime } from '../support/manual-time.ts';
import { FakeExtensionsApi } from './extensions-api.ts';

interface Work {
  promise: Promise<void>;
  finish: () => void;
  fail: (error: Error) => void;
}

function work(): Work {
  let finish = (): void => {};
  let fail = (_: Error): void => {};
  const promise = new Promise<void>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  return { promise, finish, fail };
}

describe('without an Extensions API', () => {
  it('has the answer wait for the work', async () => {
    const afterResponse = new AfterResponse(hurriedTime());
    await afterResponse.register(undefined);
    const { promise, finish } = work();
    afterResponse.add(promise);
    const order: string[] = [];
    const answered = afterResponse.answerReady('r1').then(() => order.push('answered'));
    await Promise.resolve();
    order.push('work done');
    finish();
    await answered;
    expect(order).toEqual(['work done', 'answered']);
  });

  it('reports work that fails, and answers all the same', async () => {
    const report = vi.spyOn(console, 'error').mockImplementation(() => {});
    const afterResponse = new AfterResponse(hurriedTime());
    const { promise, fail } = work();
    afterResponse.add(promise);
    fail(new Error('no table'));
    await afterResponse.answerReady('r1');
    expect(report).toHaveBeenCalledOnce();
    report.mockRestore();
  });

  it('falls back to waiting where nothing listens', async () => {
    const afterResponse = new AfterResponse(hurriedTime());
    await afterResponse.register('127.0.0.1:1');
    const { promise, finish } = work();
    afterResponse.add(promise);
    let answered = false;
    const ready = afterResponse.answerReady('r1').then(() => {
      answered = true;
    });
    await new Promise(setImmediate);
    expect(answered).toBe(false);
    finish();
    await ready;
  });
});

describe('as an extension', () => {
  let api: FakeExtensionsApi;
  let afterResponse: AfterResponse;

  beforeEach(async () => {
    api = new FakeExtensionsApi();
    afterResponse = new AfterResponse(hurriedTime());
    await afterResponse.register(await api.start());
    await api.idle();
  });

  afterEach(() => {
    api.close();
    for (const other of others.splice(0)) other.close();
  });

  const others: FakeExtensionsApi[] = [];

  /** An extension whose time stands still until it is moved on. */
  async function manual() {
    const time = new ManualTime();
    const other = new FakeExtensionsApi();
    others.push(other);
    const held = new AfterResponse(time);
    await held.register(await other.start());
    await other.idle();
    return { time, api: other, afterResponse: held };
  }

  it('registers for invocations while the function starts', () => {
    expect(api.registration).toEqual({ name: 'after-response', body: '{"events":["INVOKE"]}' });
    expect(api.asked).toEqual(['register', 'next']);
  });

  it('lets the answer go at once, and asks for the next event only when the work is done', async () => {
    const { promise, finish } = work();
    api.invoke('r1');
    afterResponse.add(promise);
    await afterResponse.answerReady('r1');
    await new Promise(setImmediate);
    expect(api.asked).toEqual(['register', 'next']);
    finish();
    await api.idle();
    expect(api.asked).toEqual(['register', 'next', 'next']);
  });

  it('holds the answer back while the work is about to be done, so that the instance is free with its answer', async () => {
    const { time, afterResponse: held } = await manual();
    const { promise, finish } = work();
    held.add(promise);
    const answered = vi.fn();
    void held.answerReady('r1').then(answered);

    await time.advance(7);
    expect(answered).not.toHaveBeenCalled();
    finish();
    await time.advance(0);

    expect(answered).toHaveBeenCalledOnce();
    expect(time.waiting).toBe(0);
  });

  it('lets the answer go without the work after 16 ms', async () => {
    const { time, api: manualApi, afterResponse: held } = await manual();
    const { promise, finish } = work();
    manualApi.invoke('r1');
    held.add(promise);
    const answered = vi.fn();
    void held.answerReady('r1').then(answered);

    await time.advance(15);
    expect(answered).not.toHaveBeenCalled();
    await time.advance(1);

    expect(answered).toHaveBeenCalledOnce();
    expect(manualApi.asked).toEqual(['register', 'next']);
    finish();
    await manualApi.idle();
    expect(manualApi.asked).toEqual(['register', 'next', 'next']);
  });

  it('goes on when the answer was ready before the event came', async () => {
    await afterResponse.answerReady('r1');
    api.invoke('r1');
    await api.idle();
    api.invoke('r2');
    await afterResponse.answerReady('r2');
    await api.idle();
    expect(api.asked).toEqual(['register', 'next', 'next', 'next']);
  });

  it('waits for the answer that belongs to the event, whatever was answered before', async () => {
    await afterResponse.answerReady('lost');
    api.invoke('r1');
    await new Promise(setImmediate);
    expect(api.asked).toEqual(['register', 'next']);
    const { promise, finish } = work();
    afterResponse.add(promise);
    await afterResponse.answerReady('r1');
    finish();
    await api.idle();
    expect(api.asked).toEqual(['register', 'next', 'next']);
  });

  it('goes on asking after a call that failed', async () => {
    api.failNext = true;
    api.invoke('r1');
    await afterResponse.answerReady('r1');
    await api.idle();
    expect(api.asked).toEqual(['register', 'next', 'next']);
  });
});
