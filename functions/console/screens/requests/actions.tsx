import { useState } from 'preact/hooks';
import { baseUrl } from '../../api/address.ts';
import { textOf } from '../../api/problem.ts';
import type { VendorAnswer } from '../../api/vendor.ts';
import { AnswerView } from '../../parts/answer.tsx';
import { CopyButton } from '../../parts/copy.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { curl } from '../../samples/shell.ts';
import { testOf } from '../../samples/test.ts';
import { useAccountId } from '../../state/account.ts';
import { tell } from '../../state/notices.ts';
import { sampleOf, sendAgain } from './again.ts';
import type { Listed } from './journal.ts';

/** What can be done with a request that was. */
export function Actions({ entry }: { entry: Listed }) {
  const accountId = useAccountId();
  const [answer, setAnswer] = useState<VendorAnswer | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const owner = entry.isOwn ? accountId : '';
  const again = async (): Promise<void> => {
    setBusy(true);
    try {
      setAnswer(await sendAgain(owner, entry));
    } catch (error) {
      tell(textOf(error), true);
    }
    setBusy(false);
  };
  return (
    <div class="buttons">
      <CopyButton
        class="button"
        label="Copy as curl"
        what="the request as a curl line"
        text={async () => curl(await sampleOf(owner, entry))}
      />
      <button type="button" onClick={again} disabled={busy}>
        {owner === '' || entry.clientId === undefined ? 'Send again' : 'Send again with a fresh token'}
      </button>
      <CopyButton
        class="button"
        label="Copy as a test"
        what="the request as a test"
        text={testOf(entry, entry.isOwn ? accountId : undefined, baseUrl())}
      />
      {answer && (
        <Dialog title="What it is answered now" wide onClose={() => setAnswer(undefined)}>
          <AnswerView answer={answer} />
        </Dialog>
      )}
    </div>
  );
}
