import { systemTime } from '../../../functions/domain/time.ts';
import { control, makeAccount } from '../client.ts';
import { atMost, exactly, type Trial } from './trial.ts';

const sessions = 14_000;
const everyMs = 5_000;

/** What a schedule of EventBridge sends. */
const scheduled = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };

/** A removal that one call does not finish goes on when nobody calls any more. */
export const removal: Trial = {
  name: 'removal',
  about: `an account of ${sessions} sessions is removed, and nobody calls again`,
  run: async (lab) => {
    const { accountId } = await makeAccount(lab, { seed: { count: sessions } });
    const begun = systemTime.monotonic();
    const { status, ms } = await control(lab, 'DELETE', `/accounts/${accountId}`);
    const deletes = (): number => lab.dynamodb.calls.get('Control BatchWriteItem') ?? 0;
    let before = -1;
    while (before !== deletes() && systemTime.monotonic() - begun < 120_000) {
      before = deletes();
      await lab.schedule(scheduled);
      await systemTime.sleep(everyMs);
    }
    const again = await control(lab, 'DELETE', `/accounts/${accountId}`);
    return [
      exactly('the removal is taken', true, status === 202 || status === 204),
      atMost('the call that removes', 27_000, ms, ' ms'),
      exactly('nothing is left for another call', 204, again.status),
      atMost('time until nothing is left', 120, (systemTime.monotonic() - begun) / 1000, ' s'),
    ];
  },
};
