import type { Entry } from '../../state/account.ts';

const names: Readonly<Record<string, string>> = {
  window: 'dateFrom and dateTo',
  message: 'msgId',
  sessionId: 'sessionId',
  bot: 'bot',
  tasks: 'alert and action tasks',
  containmentType: 'containmentType',
  sessionType: 'sessionType',
  channelType: 'channelType',
  tags: 'tags',
  user: 'userId',
  callId: 'callId',
  page: 'skip and limit',
};

/** How many sessions or messages were left after each part of a request, and which part emptied it. */
export function Narrowing({
  narrowing,
  api = 'getSessions',
}: {
  narrowing: NonNullable<Entry['narrowing']>;
  api?: string | undefined;
}) {
  const what = api === 'getSessions' ? 'sessions' : 'messages';
  const steps = Object.keys(names).flatMap((step) => {
    const left = narrowing[step as keyof typeof narrowing];
    return left === undefined ? [] : [[step, left] as const];
  });
  const emptiedAt = steps.findIndex(([, left]) => left === 0);
  const most = Math.max(1, ...steps.map(([, left]) => left));
  const [culprit] = steps[emptiedAt] ?? [];
  return (
    <>
      <h3>{what === 'sessions' ? 'Sessions' : 'Messages'} left after each filter</h3>
      {culprit !== undefined && (
        <p class="note odd">
          {culprit === 'window' ? `There are no ${what} in the window of ` : 'Nothing is left after '}
          <strong>{names[culprit]}</strong>.
        </p>
      )}
      <ol class="narrowing">
        {steps.map(([step, left], index) => (
          <li
            key={step}
            class={index === emptiedAt ? 'emptied' : emptiedAt >= 0 && index > emptiedAt ? 'after' : ''}
          >
            <span>{names[step]}</span>
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
              <rect class="track" width="100" height="8" />
              <rect width={(left / most) * 100} height="8" />
            </svg>
            <strong>{emptiedAt >= 0 && index > emptiedAt ? '' : left}</strong>
          </li>
        ))}
      </ol>
      {narrowing.notYetStarted !== undefined && (
        <p class="note">
          {narrowing.notYetStarted} more lie in the window, but the account's clock has not reached them.
        </p>
      )}
    </>
  );
}
