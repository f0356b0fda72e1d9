import { useState } from 'preact/hooks';
import { call } from '../../api/calls.ts';
import { Input } from '../../parts/field.tsx';
import { Gauge } from '../../parts/gauge.tsx';
import type { Account } from '../../state/account.ts';
import { act } from '../../state/act.ts';
import { paces, useLive } from '../../state/pace.ts';
import { useCall } from '../../state/use-call.ts';

/** The rate limits, and how much of both windows is used up. */
export function Limits({ account }: { account: Account }) {
  const { accountId, rateLimit, bots } = account;
  const { data, reload } = useCall('getRateLimits', { path: { accountId } });
  const isOn = rateLimit !== 'off';
  const [minute, setMinute] = useState('');
  const [hour, setHour] = useState('');
  useLive(
    async () => {
      reload();
      return true;
    },
    paces.deployed,
    isOn,
  );
  const set = (limit: unknown, done: string): Promise<boolean> =>
    act(() => call('changeAccount', { path: { accountId }, body: { rateLimit: limit } }), done);
  const nameOf = (botId: string | undefined): string =>
    botId === undefined ? 'account route' : (bots.find((bot) => bot.botId === botId)?.name ?? botId);
  return (
    <section class="card" aria-labelledby="limits-title">
      <h2 id="limits-title">Rate limits</h2>
      <p>
        {isOn
          ? `${rateLimit.perMinute} in any 60 s and ${rateLimit.perHour} in any hour, by the account's clock.`
          : 'Off. The real API always has them: 60 a minute and 1,800 an hour for each bot.'}
      </p>
      {isOn &&
        data?.rateLimit !== 'off' &&
        data?.used.map(({ botId, bucket = '', minute: inMinute, hour: inHour }) => (
          <div key={`${bucket} ${botId ?? ''}`} class="limit">
            <h3 dir="auto">
              {nameOf(botId)}
              {bucket && `, ${bucket}`}
            </h3>
            <Gauge label="last 60 s" used={inMinute} most={rateLimit.perMinute} />
            <Gauge label="last hour" used={inHour} most={rateLimit.perHour} />
          </div>
        ))}
      <div class="buttons">
        <button type="button" onClick={() => set('vendor', "The vendor's limits are on.")}>
          The vendor's limits
        </button>
        <button type="button" onClick={() => set('off', 'Limits are off.')} disabled={!isOn}>
          Off
        </button>
      </div>
      <form
        class="inline own"
        onSubmit={(event) => {
          event.preventDefault();
          void set({ perMinute: Number(minute), perHour: Number(hour) }, 'The limits are set.');
        }}
      >
        <Input label="Per minute" type="number" min={1} max={3600} value={minute} onInput={setMinute} />
        <Input label="Per hour" type="number" min={1} max={3600} value={hour} onInput={setHour} />
        <button type="submit" disabled={minute === '' || hour === ''}>
          Set
        </button>
      </form>
    </section>
  );
}
