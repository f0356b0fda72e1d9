import { useState } from 'preact/hooks';
import { takeKey } from '../api/key.ts';
import { Check, Input } from '../parts/field.tsx';
import { Logo } from './logo.tsx';

/** Asks for the control key: the page itself is public, and shows nothing without it. */
export function KeyForm({ refused }: { refused: boolean }) {
  const [key, setKey] = useState('');
  const [keep, setKeep] = useState(false);
  const use = (): void => {
    if (key.trim() !== '') takeKey(key.trim(), keep);
  };
  return (
    <main class="gate">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          use();
        }}
      >
        <Logo />
        <h1>Kore Sessions Emulator</h1>
        {refused && (
          <p class="trouble" role="alert">
            The emulator does not take this key, or no longer: it may have been started anew, or its key
            changed.
          </p>
        )}
        <Input
          label="Control key"
          type="password"
          value={key}
          onInput={setKey}
          required
          hint={
            <>
              On a laptop <code>npm start</code> prints it, and <code>npx . console</code> opens this page
              with it. Deployed, it is in the secret that <code>npm run url</code> names.
            </>
          }
        />
        <Check label="Keep it for this tab" checked={keep} onInput={setKeep} />
        <button type="submit" class="primary" disabled={key.trim() === ''}>
          Open
        </button>
      </form>
    </main>
  );
}
