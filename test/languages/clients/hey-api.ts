import { client } from './hey/client.gen';
import { createAccount, getRequests, importSessions } from './hey/sdk.gen';

const { KORE_EMULATOR_URL: baseUrl, KORE_EMULATOR_CONTROL_KEY: auth = '' } = process.env;
client.setConfig({ ...(baseUrl ? { baseUrl } : {}), auth });
const made = await createAccount({
  body: { bots: [{ botId: 'st-1' }], clock: { mode: 'frozen', now: '2026-03-02T00:00:00.000Z' } },
  throwOnError: true,
});
const path = { accountId: made.data.accountId };
const row = { sessionId: 'a'.repeat(24), botId: 'st-1', userId: 'u', start_time: '2026-03-01T09:00:00.000Z' };
const imported = await importSessions({ path, body: [row], throwOnError: true });
const journal = await getRequests({ path, throwOnError: true });
if (imported.data.written !== 1 || journal.data.requests.length !== 0) throw new Error('Another answer.');
console.log('hey-api: an account, an import, the journal');
