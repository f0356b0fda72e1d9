import { useRef, useState } from 'preact/hooks';
import { textOf } from '../../api/problem.ts';
import { Check } from '../../parts/field.tsx';
import type { Account } from '../../state/account.ts';
import { changed } from '../../state/use-call.ts';
import { Findings } from './findings.tsx';
import { type Imported, importRows } from './import-rows.ts';

/** Takes files of sessions, dropped or chosen. */
export function Import({ account: { accountId } }: { account: Account }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [addBots, setAddBots] = useState(true);
  const [strict, setStrict] = useState(false);
  const [progress, setProgress] = useState<{ done: number; of: number } | undefined>(undefined);
  const [imported, setImported] = useState<Imported | undefined>(undefined);
  const [wrong, setWrong] = useState<string | undefined>(undefined);

  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setImported(undefined);
    setWrong(undefined);
    setProgress({ done: 0, of: 1 });
    try {
      const text = await textIn(file);
      setImported(
        await importRows(accountId, text, { addBots, strict }, (done, of) => setProgress({ done, of })),
      );
    } catch (error) {
      setWrong(`${file.name}: ${textOf(error)}`);
    }
    setProgress(undefined);
    changed();
  };

  return (
    <section class="card" aria-labelledby="import-title">
      <h2 id="import-title">Import sessions</h2>
      <div
        class={over ? 'drop over' : 'drop'}
        role="group"
        aria-label="Drop a file"
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer?.files[0]);
        }}
      >
        <p>
          Drop a file here: a <code>getSessions</code> response as it was saved, a JSON array of rows, or
          NDJSON, packed with gzip or not.
        </p>
        <button
          type="button"
          class="primary"
          onClick={() => input.current?.click()}
          disabled={progress !== undefined}
        >
          Choose a file
        </button>
        <input
          ref={input}
          class="unseen"
          type="file"
          tabIndex={-1}
          aria-label="A file of sessions"
          accept=".json,.ndjson,.jsonl,.txt,.gz"
          onInput={(event) => {
            void take(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
        <div class="buttons">
          <Check label="Add bots that the account does not have" checked={addBots} onInput={setAddBots} />
          <Check
            label="Strict: refuse what is not in the table of fields"
            checked={strict}
            onInput={setStrict}
          />
        </div>
      </div>
      {progress && (
        <p role="status">
          <progress max={progress.of || 1} value={progress.done} aria-label="Rows imported" /> {progress.done}{' '}
          of {progress.of} rows
        </p>
      )}
      {wrong !== undefined && (
        <p class="trouble" role="alert">
          {wrong} Nothing else of the file was imported.
        </p>
      )}
      {imported && <Findings imported={imported} />}
    </section>
  );
}

async function textIn(file: File): Promise<string> {
  if (!file.name.endsWith('.gz')) return file.text();
  return new Response(file.stream().pipeThrough(new DecompressionStream('gzip'))).text();
}
