import { useChosen } from '../../shell/needs-account.tsx';
import { ClockCard } from './clock-card.tsx';
import { Copies } from './copies.tsx';
import { Snapshots } from './snapshots.tsx';

export function TimeScreen() {
  const account = useChosen();
  return (
    <div class="page two">
      <ClockCard account={account} />
      <Snapshots account={account} />
      <Copies account={account} />
    </div>
  );
}
