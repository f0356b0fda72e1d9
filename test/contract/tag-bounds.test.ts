import { beforeAll, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { found, refused } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';

const emulator = useEmulator();
const tooMany = refused('validation', 'tags_too_many');
let account: Account;

beforeAll(async () => {
  account = await emulator.createAccount();
});

const list = <T>(length: number, value: T): T[] => Array.from({ length }, () => value);
const condition = (values: number) => ({ name: 'n', values: list(values, 'v') });

it.each([
  ['100 conditions', { and: list(100, condition(1)) }, found([])],
  ['101 conditions', { and: list(101, condition(1)) }, tooMany],
  ['60 and 41 conditions', { and: list(60, condition(1)), or: list(41, condition(1)) }, tooMany],
  ['1,000 values', { or: list(10, condition(100)) }, found([])],
  ['1,001 values', { and: [...list(10, condition(100)), condition(1)] }, tooMany],
  ['20,000 conditions that are none', { and: list(20_000, 5) }, tooMany],
])('[body.tagsTooMany] %s', async (_, tags, answer) => {
  expect(await account.ask({ body: { tags } })).toEqual(answer);
});

it('[emulator] as many unknown fields as a body can hold are no failure', async () => {
  const tags = Object.fromEntries(list(90_000, 0).map((_, index) => [`k${index.toString(36)}`, 0]));
  expect(await account.ask({ rawBody: JSON.stringify({ tags }) })).toEqual(found([]));
});

it('[emulator] as many ids as a body can hold are too many', async () => {
  expect(await account.ask({ body: { sessionId: list(150_000, 1) } })).toEqual(
    refused('validation', 'session_ids_too_many'),
  );
});
