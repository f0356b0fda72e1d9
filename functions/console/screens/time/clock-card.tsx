import { useEffect, useState } from 'preact/hooks';
import { call } from '../../api/calls.ts';
import { Input } from '../../parts/field.tsx';
import { Time } from '../../parts/time.tsx';
import type { Account, Clock } from '../../state/account.ts';
import { act } from '../../state/act.ts';
import { useCall } from '../../state/use-call.ts';

const steps = [
  ['PT1M', '1 minute'],
  ['PT15M', '15 minutes'],
  ['PT1H', '1 hour'],
  ['PT2H', '2 hours'],
  ['P1D', '1 day'],
  ['P7D', '7 days'],
] as const;

/** What the account's clock shows now, as it runs. */
function useShown(clock: Clock | undefined): string | undefined {
  const [shown, setShown] = useState(clock?.now);
  useEffect(() => {
    setShown(clock?.now);
    if (!clock || clock.mode === 'frozen') return;
    const [read, started] = [Date.parse(clock.now), performance.now()];
    const timer = setInterval(
      () => setShown(new Date(read + performance.now() - started).toISOString()),
      1_000,
    );
    return () => clearInterval(timer);
  }, [clock]);
  return shown;
}

export function ClockCard({ account: { accountId } }: { account: Account }) {
  const path = { accountId };
  const { data: clock } = useCall('getClock', { path });
  const { data: summary } = useCall('summarizeSessions', { path });
  const shown = useShown(clock);
  const [now, setNow] = useState('');
  const [step, setStep] = useState('');
  const set = (body: unknown): Promise<boolean> =>
    act(() => call('setClock', { path, body }), "The account's clock is set.");
  return (
    <section class="card" aria-labelledby="clock-title">
      <h2 id="clock-title">Clock</h2>
      <div class="big-time">
        {shown && <Time at={clock?.mode === 'frozen' ? shown : shown.replace(/\.\d+Z/, '.000Z')} full />}
      </div>
      <p class="note">
        The clock is <strong class="mode">{clock?.mode}</strong>.{' '}
        {summary && (
          <>
            <strong class="active-count">{summary.active}</strong> of <strong>{summary.total}</strong>{' '}
            sessions are still active by it; those that start later are not counted until it gets there.
          </>
        )}{' '}
        It decides what “now” is for tokens, windows, limits and active sessions.
      </p>
      <div class="buttons">
        <button
          type="button"
          class={clock?.mode === 'frozen' ? '' : 'primary'}
          disabled={!clock || clock.mode === 'frozen'}
          onClick={async () => {
            const { now: current } = await call('getClock', { path });
            await set({ mode: 'frozen', now: current });
          }}
        >
          Freeze
        </button>
        <button type="button" disabled={clock?.mode === 'real'} onClick={() => set({ mode: 'real' })}>
          Back to real time
        </button>
      </div>
      <h3>Move on by</h3>
      <div class="buttons steps">
        {steps.map(([by, name]) => (
          <button key={by} type="button" onClick={() => set({ advance: by })}>
            {name}
          </button>
        ))}
      </div>
      <form
        class="inline own"
        onSubmit={(event) => {
          event.preventDefault();
          void set({ advance: step.trim() });
        }}
      >
        <Input label="Another duration" value={step} onInput={setStep} placeholder="P1DT2H" />
        <button type="submit" disabled={step.trim() === ''}>
          Move on
        </button>
      </form>
      <form
        class="inline own"
        onSubmit={(event) => {
          event.preventDefault();
          void set({ mode: 'frozen', now: now.trim() });
        }}
      >
        <Input
          label="Freeze it at (UTC)"
          value={now}
          onInput={setNow}
          placeholder={shown ?? '2026-03-01T09:00:00.000Z'}
        />
        <button type="submit" disabled={now.trim() === ''}>
          Set
        </button>
      </form>
    </section>
  );
}
