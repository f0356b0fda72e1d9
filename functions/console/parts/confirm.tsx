import { useState } from 'preact/hooks';
import { createStore, useStore } from '../state/store.ts';
import { Dialog } from './dialog.tsx';

export interface Question {
  title: string;
  /** Names what goes. */
  text: string;
  button: string;
  run: () => Promise<unknown>;
}

const asked = createStore<Question | undefined>(undefined);

/** Asks before something goes that does not come back. */
export const confirm = (question: Question): void => asked.set(question);

export function Confirmation() {
  const question = useStore(asked);
  const [busy, setBusy] = useState(false);
  if (!question) return null;
  const close = (): void => asked.set(undefined);
  const run = async (): Promise<void> => {
    setBusy(true);
    await question.run();
    setBusy(false);
    close();
  };
  return (
    <Dialog title={question.title} onClose={close}>
      <p>{question.text}</p>
      <div class="buttons end">
        <button type="button" onClick={close}>
          Leave it
        </button>
        <button type="button" class="danger" disabled={busy} onClick={run}>
          {question.button}
        </button>
      </div>
    </Dialog>
  );
}
