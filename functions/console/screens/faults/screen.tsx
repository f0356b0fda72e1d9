import { useChosen } from '../../shell/needs-account.tsx';
import { Limits } from './limits.tsx';
import { Presets } from './presets.tsx';
import { Rules } from './rules.tsx';

export function FaultsScreen() {
  const account = useChosen();
  return (
    <div class="page">
      <Presets account={account} />
      <Rules account={account} />
      <Limits account={account} />
    </div>
  );
}
