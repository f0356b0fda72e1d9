import { forgetKey } from '../api/key.ts';
import { Time } from '../parts/time.tsx';
import { useAccount } from '../state/account.ts';
import { addressOf, type Screen, screens, useRoute } from '../state/route.ts';
import { AccountPicker } from './account-picker.tsx';
import { Logo } from './logo.tsx';

export function Bar() {
  const { screen } = useRoute();
  const { data: account } = useAccount();
  return (
    <header class="bar">
      <div class="top">
        <a class="brand" href={addressOf('requests')} aria-label="Kore Sessions Emulator: requests">
          <Logo />
          <span>Kore Sessions Emulator</span>
        </a>
        <AccountPicker />
        {account && (
          <a class="clock" href={addressOf('time')} title="The account's clock when this was read">
            <span class={`dot ${account.clock.mode}`} aria-hidden="true" />
            <span>{account.clock.mode} clock</span>
            <Time at={account.clock.now} />
          </a>
        )}
        <button type="button" class="quiet leave" onClick={forgetKey}>
          Lock
        </button>
      </div>
      <nav aria-label="Screens">
        {(Object.entries(screens) as [Screen, string][]).map(([name, title]) => (
          <a
            key={name}
            href={addressOf(name)}
            {...(name === screen ? { 'aria-current': 'page' as const } : {})}
          >
            {title}
          </a>
        ))}
      </nav>
    </header>
  );
}
