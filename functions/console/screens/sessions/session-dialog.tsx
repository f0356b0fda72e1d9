import { useEffect, useState } from 'preact/hooks';
import { call } from '../../api/calls.ts';
import { textOf } from '../../api/problem.ts';
import { confirm } from '../../parts/confirm.tsx';
import { CopyButton } from '../../parts/copy.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Area } from '../../parts/field.tsx';
import { pretty } from '../../parts/json.tsx';
import { Trouble } from '../../parts/message.tsx';
import type { Account } from '../../state/account.ts';
import { act } from '../../state/act.ts';
import { useCall } from '../../state/use-call.ts';
import { FieldRules } from './field-rules.tsx';

interface Props {
  account: Account;
  sessionId: string;
  onClose: () => void;
}

/** One session as JSON, to be changed, and what the filters know of it. */
export function SessionDialog({ account: { accountId }, sessionId, onClose }: Props) {
  const path = { accountId, sessionId };
  const { data, error } = useCall('getSession', { path });
  const [text, setText] = useState<string | undefined>(undefined);
  const [wrong, setWrong] = useState<string | undefined>(undefined);
  const read = data && pretty(data.row);
  useEffect(() => setText(undefined), [read]);
  const shown = text ?? read ?? '';
  const save = async (): Promise<void> => {
    try {
      JSON.parse(shown);
      await call('replaceSession', { path, body: shown });
      setWrong(undefined);
      await act(async () => undefined, `Saved ${sessionId}.`);
    } catch (problem) {
      setWrong(textOf(problem));
    }
  };
  const remove = (): void =>
    confirm({
      title: 'Delete this session?',
      text: `The session ${sessionId} of ${accountId} goes.`,
      button: 'Delete it',
      run: async () => {
        if (await act(() => call('deleteSession', { path }), `Deleted ${sessionId}.`)) onClose();
      },
    });
  return (
    <Dialog title={`Session ${sessionId}`} wide onClose={onClose}>
      <Trouble error={data ? undefined : error} />
      {data && !data.visible && (
        <p class="note odd">
          The account's clock has not reached its start: getSessions does not list it yet.
        </p>
      )}
      <Area label="The row, as getSessions gives it" rows={16} value={shown} onInput={setText} />
      {wrong !== undefined && (
        <p class="trouble" role="alert">
          {wrong}
        </p>
      )}
      <div class="buttons">
        <button type="button" class="primary" disabled={text === undefined || text === read} onClick={save}>
          Save
        </button>
        <CopyButton class="button" label="Copy the row" what="the row" text={shown} />
        <button type="button" class="danger" onClick={remove} disabled={!data}>
          Delete…
        </button>
      </div>
      <FieldRules />
      {data && (
        <details>
          <summary>What filters know of it</summary>
          <dl>
            {Object.entries(data.filters).map(([name, value]) => (
              <>
                <dt>{name}</dt>
                <dd dir="auto">{pretty(value)}</dd>
              </>
            ))}
          </dl>
        </details>
      )}
    </Dialog>
  );
}
