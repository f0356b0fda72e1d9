import { performance } from 'node:perf_hooks';
import { toSessionRecord } from '../../functions/store/session-item.ts';
import { externalEngine } from '../../infra/local/engine.ts';
import { startSharedTable } from '../store/instances.ts';
import { makeAccount } from './support/account.ts';
import { startEngineProcess } from './support/engine.ts';
import { controlOf } from './support/loaded-table.ts';
import { afterWeek, week, weekOfSessions } from './support/sessions.ts';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
const count = Number(process.argv[2]);
const reps = Number(process.argv[3] ?? 1);
const now = Date.parse(afterWeek);
const endpoint = process.env['ENDPOINT'];
const shared = await startSharedTable(
  () => now,
  endpoint
    ? async () => {
        const e = externalEngine(endpoint);
        return {
          ...e,
          clientConfig: { ...e.clientConfig, requestHandler: { httpAgent: { maxSockets: 1000 } } },
        };
      }
    : startEngineProcess,
);
const writer = shared.startInstance();
const account = await makeAccount(controlOf(writer), {
  bots: [{ botId: 'st-bench-1' }],
  clock: { mode: 'frozen', now: afterWeek },
});
const ds = await writer.store.accounts.read(account.accountId);
if (!ds) throw new Error('x');
let t = performance.now();
let n = 0;
for (const sessions of weekOfSessions(account.botIds, count)) {
  await writer.store.sessions.fill(ds, [sessions.map((s) => toSessionRecord(s))]);
  n += sessions.length;
  if (n % 20000 === 0) console.log('loaded', n, ((performance.now() - t) / 1000).toFixed(1));
}
console.log('load s', ((performance.now() - t) / 1000).toFixed(1));
for (let i = 0; i < reps; i++) {
  const inst = shared.startInstance();
  t = performance.now();
  const cpu = process.cpuUsage();
  const r = await inst.request(`/api/public/bot/${account.botIds[0]}/getSessions`, {
    method: 'POST',
    headers: { auth: account.tokens.builder },
    body: JSON.stringify({ ...week, skip: 0, limit: 100 }),
  });
  const text = await r.text();
  const c = process.cpuUsage(cpu);
  console.log(
    'cold',
    r.status,
    ((performance.now() - t) / 1000).toFixed(2),
    'own cpu s',
    ((c.user + c.system) / 1e6).toFixed(2),
    text.slice(0, 60),
    'heap',
    Math.round(process.memoryUsage().heapUsed / 1e6),
  );
}
await shared.close();
process.exit(0);
