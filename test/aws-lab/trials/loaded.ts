import { systemTime } from '../../../functions/domain/time.ts';
import { ControlClient } from '../../../infra/client/client.ts';
import { generateSessions } from '../../../infra/client/generate-sessions.ts';
import { makeAccount } from '../client.ts';
import { atMost, exactly, type Trial } from './trial.ts';

const sessions = 12_000;
const writers = 3;

/** Several who write at once ask for more than the table gives: all of it comes in, later. */
export const loaded: Trial = {
  name: 'loaded',
  about: `${writers} clients make ${sessions / writers} sessions each at once, beyond what the table takes in a second`,
  run: async (lab) => {
    const client = new ControlClient({ url: lab.url, controlKey: lab.controlKey });
    const begun = systemTime.monotonic();
    const written = await Promise.allSettled(
      Array.from({ length: writers }, async () => {
        const { accountId, page } = await makeAccount(lab);
        const args = { count: sessions / writers, from: '2026-01-01T00:00:00Z', to: '2026-01-07T00:00:00Z' };
        const made = await generateSessions(client, accountId, args);
        const { text } = await page({ dateFrom: '2026-01-01', dateTo: '2026-01-07' });
        return {
          written: made.written + made.replaced,
          total: (JSON.parse(text) as { total: number }).total,
        };
      }),
    );
    const seconds = (systemTime.monotonic() - begun) / 1000;
    const failed = written.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
    const done = written.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const refused = [...lab.capacity.refused.values()].reduce((sum, count) => sum + count, 0);
    return [
      exactly('writers that failed', 'none', failed.join('; ') || 'none'),
      exactly(
        'sessions that are there',
        sessions,
        done.reduce((sum, { total }) => sum + total, 0),
      ),
      atMost('time until all is there', 90, seconds, ' s'),
      atMost('throttled writes', 100_000, refused),
    ];
  },
};
