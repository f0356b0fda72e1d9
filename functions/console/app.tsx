import { useEffect } from 'preact/hooks';
import { controlKey, keyRefused } from './api/key.ts';
import { Confirmation } from './parts/confirm.tsx';
import { focusSearch, useKeys } from './parts/keys.ts';
import { Notices } from './parts/message.tsx';
import { AccountScreen } from './screens/account/screen.tsx';
import { FaultsScreen } from './screens/faults/screen.tsx';
import { FidelityScreen } from './screens/fidelity/screen.tsx';
import { RequestsScreen } from './screens/requests/screen.tsx';
import { SessionsScreen } from './screens/sessions/screen.tsx';
import { TimeScreen } from './screens/time/screen.tsx';
import { TryScreen } from './screens/try/screen.tsx';
import { Bar } from './shell/bar.tsx';
import { KeyForm } from './shell/key-form.tsx';
import { NeedsAccount } from './shell/needs-account.tsx';
import { Outage } from './shell/outage.tsx';
import { type Screen, screens, useRoute } from './state/route.ts';
import { useStore } from './state/store.ts';

const shown: Readonly<Record<Screen, () => preact.JSX.Element>> = {
  requests: RequestsScreen,
  sessions: SessionsScreen,
  try: TryScreen,
  faults: FaultsScreen,
  time: TimeScreen,
  account: AccountScreen,
  fidelity: FidelityScreen,
};

/** What can be looked at without an account. */
const general: readonly Screen[] = ['requests', 'fidelity'];

export function App() {
  const { screen } = useRoute();
  const key = useStore(controlKey);
  const refused = useStore(keyRefused);
  useKeys({ '/': focusSearch });
  useEffect(() => {
    document.title = `${screens[screen]} – Kore Sessions Emulator`;
  }, [screen]);
  if (key === '' || refused) {
    return (
      <>
        <KeyForm refused={refused} />
        <Notices />
      </>
    );
  }
  const Shown = shown[screen];
  return (
    <div class="app">
      <Bar />
      <Outage />
      <main id="main" aria-label={screens[screen]}>
        {general.includes(screen) ? (
          <Shown />
        ) : (
          <NeedsAccount>
            <Shown key={screen} />
          </NeedsAccount>
        )}
      </main>
      <Notices />
      <Confirmation />
    </div>
  );
}
