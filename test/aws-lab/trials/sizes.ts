import { systemTime } from '../../../functions/domain/time.ts';
import { ControlClient } from '../../../infra/client/client.ts';
import { generateSessions } from '../../../infra/client/generate-sessions.ts';
import { control, makeAccount } from '../client.ts';
import type { Lab } from '../lab.ts';
import { pauseOf } from './pause.ts';
import { atMost, exactly, type Finding, type Trial } from './trial.ts';

const sizes = [1_000, 10_000, 100_000];
const apartMs = 10;
const week = { from: '2026-01-01T00:00:00Z', to: '2026-01-07T00:00:00Z' };

/** What an account costs by its size: writing it, its first page in a new instance, and taking it away. */
export const sizesTrial: Trial = {
  name: 'sizes',
  about: `accounts of ${sizes.join(', ')} sessions: written, read cold, removed`,
  run: async (lab) => {
    const found: Finding[] = [];
    for (const size of sizes) found.push(...(await measure(lab, size)));
    return found;
  },
};

async function measure(lab: Lab, count: number): Promise<Finding[]> {
  const client = new ControlClient({ url: lab.url, controlKey: lab.controlKey });
  const { accountId, page } = await makeAccount(lab);
  const units = (kind: string): number => lab.capacity.taken.get(kind) ?? 0;
  const written = units('write Table') + units('write Index');
  const begun = systemTime.monotonic();
  await generateSessions(client, accountId, { count, ...week });
  const writeSeconds = (systemTime.monotonic() - begun) / 1000;
  const writeUnits = units('write Table') + units('write Index') - written;
  lab.lambda.end();
  const read = units('read Index') + units('read Table');
  const cold = await page({ dateFrom: '2026-01-01', dateTo: '2026-01-07' });
  const readUnits = units('read Index') + units('read Table') - read;
  // Who asks at once meets another instance, which starts and reads all again.
  await pauseOf(apartMs, [process.pid, ...lab.lambda.pids], systemTime);
  const warm = await page({ dateFrom: '2026-01-01', dateTo: '2026-01-07', skip: 100 });
  const removed = await control(lab, 'DELETE', `/accounts/${accountId}`);
  const per = `${count} sessions: `;
  return [
    exactly(`${per}in the first page's total`, count, (JSON.parse(cold.text) as { total?: number }).total),
    atMost(`${per}writing`, 20 + count / 250, writeSeconds, ' s'),
    atMost(`${per}units written for each`, 4, writeUnits / count),
    atMost(`${per}first page in a new instance`, 27_000, cold.ms, ' ms'),
    atMost(`${per}read units of it, for each 1,000`, 200, (readUnits / count) * 1_000),
    atMost(`${per}page after it`, 1_000, warm.ms, ' ms'),
    atMost(`${per}the call that removes them`, 27_000, removed.ms, ' ms'),
  ];
}
