import { useEffect } from 'preact/hooks';
import { useChosen } from '../../shell/needs-account.tsx';
import { useRoute } from '../../state/route.ts';
import { Apps } from './apps.tsx';
import { Bots } from './bots.tsx';
import { Keys } from './keys.tsx';
import { Life } from './life.tsx';
import { Settings } from './settings.tsx';

export function AccountScreen() {
  const account = useChosen();
  const { values } = useRoute();
  const { part, setting } = values;
  useEffect(() => {
    const target =
      (setting && document.getElementById(`setting-${setting}`)) || (part && document.getElementById(part));
    if (target) target.scrollIntoView({ block: 'start' });
  }, [part, setting]);
  return (
    <div class="page">
      <Life account={account} />
      <Apps account={account} />
      <Bots account={account} />
      <Keys account={account} />
      <Settings account={account} />
    </div>
  );
}
