import { useState } from 'preact/hooks';
import { baseUrl } from '../../api/address.ts';
import { call } from '../../api/calls.ts';
import { textOf } from '../../api/problem.ts';
import { sendVendor, type VendorAnswer } from '../../api/vendor.ts';
import { AnswerView } from '../../parts/answer.tsx';
import { CopyButton } from '../../parts/copy.tsx';
import { Empty } from '../../parts/message.tsx';
import { curl, type Sample } from '../../samples/shell.ts';
import { useChosen } from '../../shell/needs-account.tsx';
import { tell } from '../../state/notices.ts';
import { addressOf, useRoute } from '../../state/route.ts';
import { changed } from '../../state/use-call.ts';
import { askOf, pathOfAsk } from './ask.ts';
import { AskForm } from './ask-form.tsx';
import { Code } from './code.tsx';

export function TryScreen() {
  const account = useChosen();
  const { values } = useRoute();
  const ask = askOf(values, account);
  const [answer, setAnswer] = useState<VendorAnswer | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const { accountId } = account;

  if (account.apps.length === 0) {
    return (
      <Empty title="No app to ask as">
        <p>
          A request needs the credentials of an app.{' '}
          <a href={addressOf('account', { part: 'apps' })}>Add one</a>.
        </p>
      </Empty>
    );
  }

  const sampleNow = async (): Promise<Sample> => {
    const flaw = ask.flaw === '' || ask.flaw === 'none' ? undefined : ask.flaw;
    const token =
      ask.flaw === 'none'
        ? undefined
        : (
            await call('makeToken', {
              path: { accountId },
              body: { clientId: ask.app, ...(flaw && { flaw }) },
            })
          ).token;
    const path = pathOfAsk(ask);
    return {
      url: baseUrl() + path,
      method: 'POST',
      token,
      body: ask.body.trim() === '' ? undefined : ask.body,
    };
  };
  const send = async (): Promise<void> => {
    setBusy(true);
    try {
      const { token, body } = await sampleNow();
      setAnswer(await sendVendor({ method: 'POST', path: pathOfAsk(ask), token, body }));
      changed();
    } catch (error) {
      tell(textOf(error), true);
    }
    setBusy(false);
  };

  return (
    <div class="page two">
      <section class="card" aria-labelledby="ask-title">
        <h2 id="ask-title">Ask {ask.api}</h2>
        <AskForm account={account} ask={ask} onSend={send} />
        <div class="buttons">
          <button type="button" class="primary" onClick={send} disabled={busy}>
            Send
          </button>
          <CopyButton
            class="button"
            label="Copy as curl"
            what="the request as a curl line"
            text={async () => curl(await sampleNow())}
          />
        </div>
      </section>
      <section class="card" aria-labelledby="answer-title">
        <h2 id="answer-title">Answer</h2>
        {answer ? (
          <AnswerView answer={answer} />
        ) : (
          <p class="note">
            Send the request, and its answer stands here, with the reason where it is refused.
          </p>
        )}
      </section>
      <Code make={sampleNow} flawed={ask.flaw !== ''} key={JSON.stringify(ask)} />
    </div>
  );
}
