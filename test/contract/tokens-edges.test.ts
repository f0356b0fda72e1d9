import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Account, App } from './support/account.ts';
import { found, refused } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { readJournal } from './support/journal.ts';
import { nth } from './support/list.ts';
import { nowSeconds } from './support/rows.ts';
import { encodePart, sign } from './support/tokens.ts';

const emulator = useEmulator();
const notAJwt = refused('notAJwt', 'auth_header_not_a_jwt');
const wrongSignature = refused('invalidCredentials', 'signature_invalid');
let account: Account;
let app: App;

beforeAll(async () => {
  account = await emulator.createAccount();
  app = account.appOf('builder');
});

const parts = async () => (await sign(app)).split('.') as [string, string, string];

describe('[tokens.jwt] padding and other alphabets are no JWT', () => {
  it.each<[string, (parts: [string, string, string]) => string]>([
    ['padding after the signature', ([a, b, c]) => `${a}.${b}.${c}=`],
    ['padding after the payload', ([a, b, c]) => `${a}.${b}==.${c}`],
    ['padding after the header', ([a, b, c]) => `${a}=.${b}.${c}`],
    ['padding alone as the signature', ([a, b]) => `${a}.${b}.=`],
    ['the alphabet of base64', ([a, b]) => `${a}.${b}.a+b/`],
    ['a blank within', ([a, b, c]) => `${a}. ${b}.${c}`],
    ['a payload of an impossible length', ([a, , c]) => `${a}.${encodePart({ abc: 1 })}A.${c}`],
  ])('%s', async (_, change) => {
    expect(await account.ask({ token: change(await parts()) })).toEqual(notAJwt);
  });
});

describe('[tokens.signature] a third part that does not verify is a wrong signature', () => {
  it.each([0, 1, 2, 3, 5, 20, 41, 42, 44, 45, 86, 200])('of %i characters', async (length) => {
    const [header, payload] = await parts();
    expect(await account.ask({ token: `${header}.${payload}.${'A'.repeat(length)}` })).toEqual(
      wrongSignature,
    );
  });

  it('the right bytes in a form that is not canonical', async () => {
    const [header, payload, signature] = await parts();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    // The last character of 32 bytes stands for four bits, and has two to spare.
    const last = alphabet.indexOf(signature.slice(-1));
    expect(await account.ask({ token: `${header}.${payload}.${signature}` })).toEqual(found([]));
    for (const spare of [1, 2, 3]) {
      const other = signature.slice(0, -1) + nth([...alphabet], last + spare);
      expect(Buffer.from(other, 'base64url')).toEqual(Buffer.from(signature, 'base64url'));
      expect(await account.ask({ token: `${header}.${payload}.${other}` })).toEqual(wrongSignature);
    }
  });
});

describe('[emulator] a wrong signature tells which mistake it was', () => {
  async function reasonOf(key: string | Buffer): Promise<string> {
    const [header, payload] = await parts();
    const signature = createHmac('sha256', key).update(`${header}.${payload}`).digest('base64url');
    const response = await account.send({ token: `${header}.${payload}.${signature}` });
    expect(response.status).toBe(401);
    return response.headers.get('x-emulator-reason') ?? '';
  }

  it('another app of the account, by its client id', async () => {
    const admin = account.appOf('admin');
    expect(await reasonOf(admin.clientSecret)).toContain(admin.clientId);
  });

  it.each<[string, (secret: string) => string | Buffer, RegExp]>([
    ['base64-decoded', (secret) => Buffer.from(secret, 'base64'), /what base64 makes of the secret/],
    ['a line break after it', (secret) => `${secret}\n`, /with a line break after it/],
    ['as Windows writes it', (secret) => `${secret}\r\n`, /with a line break after it/],
    ['a blank after it', (secret) => `${secret} `, /with a blank after it/],
    ['a blank before it', (secret) => ` ${secret}`, /with a blank before it/],
    ['quotes around it', (secret) => `"${secret}"`, /with quotes around it/],
    ['something else', () => 'no secret of anybody', /not made with this app's secret/],
  ])('%s', async (_, mistake, text) => {
    expect(await reasonOf(mistake(app.clientSecret))).toMatch(text);
  });
});

describe('[tokens.expMilliseconds] exp in milliseconds', () => {
  it('is taken as the number it is, and noted', async () => {
    const own = await emulator.createAccount();
    const caller = own.appOf('builder');
    const exp = 1_768_000_000_000;
    const token = await sign(caller, { appId: caller.clientId, exp });
    expect(await own.ask({ token })).toEqual(found([]));
    expect(
      await own.ask({ token: await sign(caller, { appId: caller.clientId, exp: nowSeconds + 60 }) }),
    ).toEqual(found([]));
    const entries = await readJournal(emulator, own, 2);
    expect(nth(entries, 1).notes).toEqual(['exp is in the year 58,000: milliseconds?']);
    expect(nth(entries, 0)).not.toHaveProperty('notes');
  });
});

it.each<{ alg: unknown }>([
  { alg: { toString: 1 } },
  { alg: { a: 'HS256' } },
  { alg: [[]] },
  { alg: { toString: null, valueOf: null } },
])('[tokens.algorithmNotAllowed] %j is refused, never a 500', async ({ alg }) => {
  const token = `${encodePart({ alg })}.${encodePart({ appId: app.clientId })}.c2ln`;
  const answer = await account.ask({ token });
  expect([notAJwt, refused('invalidCredentials', 'algorithm_not_allowed')]).toContainEqual(answer);
});

it('[emulator] an app secret of fewer than 8 characters is refused with a reason', async () => {
  const make = (clientSecret: string) =>
    account.call('POST', '/apps', { kind: 'admin', clientSecret }) as Promise<{
      status: number;
      body: unknown;
    }>;
  expect(await make('1234567')).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'clientSecret', message: expect.stringContaining('at least 8 characters') }] },
  });
  expect(await make('12345678')).toMatchObject({ status: 201 });
});
