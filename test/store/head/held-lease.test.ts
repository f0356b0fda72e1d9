import { expect, test, vi } from 'vitest';
import { nowhere } from '../../../functions/domain/bot-days.ts';
import { realClock } from '../../../functions/domain/clock.ts';
import { systemTime } from '../../../functions/domain/time.ts';
import type { Head } from '../../../functions/store/head/head.ts';
import { HeldLease } from '../../../functions/store/head/held-lease.ts';

test('as many calls as are under way may listen for the end of a lease, and nobody warns of a leak', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const until = systemTime.now() + 6_000;
  const head: Head = {
    accountId: 'acc-1',
    createdAt: 0,
    clock: realClock,
    settings: {},
    born: 1,
    epoch: 1,
    configRevision: 1,
  };
  const begun = { head, lease: { id: 'a', fencingToken: 1, until, botDays: nowhere } };
  const lease = new HeldLease(systemTime, 'acc-1', begun, async () => begun);

  for (let call = 0; call < 50; call++) lease.signal.addEventListener('abort', () => {});

  expect(warn).not.toHaveBeenCalled();
  await lease.close();
  warn.mockRestore();
});
