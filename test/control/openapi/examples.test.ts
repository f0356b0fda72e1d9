import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestExamples } from '../../../functions/control/openapi/examples/requests.ts';
import { type DescribedEmulator, startDescribed } from './described-emulator.ts';

let emulator: DescribedEmulator;

beforeAll(async () => {
  emulator = await startDescribed();
});

afterAll(() => emulator.close());

test('examples of requests are taken, one after the other in the order of their list', async () => {
  const path = '/_emulator/accounts/my-test';
  const session = '6465cf6e4769ed4e822b82a1';
  const bot = '/api/public/bot/st-support';
  const places: Record<string, [method: string, path: string]> = {
    NewAccount: ['POST', '/_emulator/accounts'],
    AccountChange: ['PATCH', path],
    NewBot: ['POST', `${path}/bots`],
    BotChange: ['PATCH', `${path}/bots/st-sales`],
    NewApp: ['POST', `${path}/apps`],
    AppChange: ['PATCH', `${path}/apps/cs-reports`],
    SessionImport: ['POST', `${path}/sessions`],
    Session: ['PUT', `${path}/sessions/${session}`],
    Generation: ['POST', `${path}/sessions/generate`],
    GetSessionsRequest: ['POST', `${bot}/getSessions`],
    MessageImport: ['POST', `${path}/messages`],
    GetMessagesRequest: ['POST', `${bot}/getMessagesV2`],
    NoFields: ['PUT', `${path}/snapshots/before`],
    NewTemplate: ['PUT', '/_emulator/templates/golden'],
    ClockChange: ['PUT', `${path}/clock`],
    NewFaultRules: ['PUT', `${path}/faults`],
    SupposedRequest: ['POST', `${path}/explain`],
    TokenRequest: ['POST', `${path}/tokens`],
    Reset: ['POST', `${path}/reset`],
  };
  const examples = Object.entries(requestExamples);
  expect(Object.keys(places)).toEqual(examples.map(([name]) => name));
  for (const [name, example] of examples) {
    const [method = '', place = ''] = places[name] ?? [];
    const body = JSON.stringify(example);
    const isVendor = place.startsWith('/api');
    const minted =
      isVendor && (await emulator.ask('POST', `${path}/tokens`, requestExamples['TokenRequest']));
    const auth = minted ? ((await minted.json()) as { token: string }).token : undefined;
    const response = auth
      ? await emulator.request(place, { method, headers: { auth }, body })
      : await emulator.ask(method, place, body);
    await emulator.check(method, place, response);
    expect(`${name} ${response.status}`).toMatch(/ 20[01]$/);
  }
  await emulator.ask('DELETE', '/_emulator/templates/golden');
  await emulator.ask('DELETE', path);
});
