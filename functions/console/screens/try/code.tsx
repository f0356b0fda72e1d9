import { useEffect, useState } from 'preact/hooks';
import { textOf } from '../../api/problem.ts';
import { Block } from '../../parts/json.tsx';
import { type Language, languages } from '../../samples/languages.ts';
import type { Sample } from '../../samples/shell.ts';

/** A request as code; a token is made only when somebody looks. */
export function Code({ make, flawed }: { make: () => Promise<Sample>; flawed: boolean }) {
  const [language, setLanguage] = useState<Language>('curl');
  const [shown, setShown] = useState(false);
  const [sample, setSample] = useState<Sample | undefined>(undefined);
  const [error, setError] = useState<unknown>(undefined);
  useEffect(() => {
    if (!shown) return;
    let ended = false;
    make()
      .then((made) => !ended && setSample(made))
      .catch((problem: unknown) => !ended && setError(problem));
    return () => {
      ended = true;
    };
  }, [shown]);
  return (
    <section class="card code" aria-labelledby="code-title">
      <h2 id="code-title">The same request as code</h2>
      <div class="tabs" role="group" aria-label="Language">
        {(Object.keys(languages) as Language[]).map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={shown && name === language}
            onClick={() => {
              setLanguage(name);
              setShown(true);
            }}
          >
            {name}
          </button>
        ))}
      </div>
      {error !== undefined && <p class="trouble">{textOf(error)}</p>}
      {shown && sample ? (
        <Block text={languages[language](sample)} what={`the request in ${language}`} />
      ) : (
        <p class="note">
          Choose a language.{' '}
          {flawed
            ? 'The flaw that is chosen above is in the code, too.'
            : "The token in it is made then, and is good for an hour of the account's clock."}
        </p>
      )}
    </section>
  );
}
