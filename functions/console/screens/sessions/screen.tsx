import { useState } from 'preact/hooks';
import { useChosen } from '../../shell/needs-account.tsx';
import { choose, useRoute } from '../../state/route.ts';
import { Chart } from './chart-card.tsx';
import { DeleteButton } from './delete-button.tsx';
import { ExportButton } from './export-button.tsx';
import { FilterForm } from './filter-form.tsx';
import { Generate } from './generate.tsx';
import { Import } from './import.tsx';
import { queryOf } from './query.ts';
import { Results } from './results.tsx';
import { SessionDialog } from './session-dialog.tsx';

const adding = ['import', 'generate'] as const;
type Adding = (typeof adding)[number];

export function SessionsScreen() {
  const account = useChosen();
  const { values } = useRoute();
  const query = queryOf(values);
  const [opened, setOpened] = useState<Adding | undefined>(undefined);
  const toggle = (which: Adding): void => setOpened((before) => (before === which ? undefined : which));
  return (
    <div class="page">
      <div class="buttons top-buttons">
        <button type="button" aria-expanded={opened === 'import'} onClick={() => toggle('import')}>
          Import
        </button>
        <button type="button" aria-expanded={opened === 'generate'} onClick={() => toggle('generate')}>
          Generate
        </button>
        <ExportButton accountId={account.accountId} />
        <DeleteButton account={account} query={query} />
      </div>
      {opened === 'import' && <Import account={account} />}
      {opened === 'generate' && <Generate account={account} />}
      <Chart account={account} query={query} />
      <FilterForm account={account} query={query} />
      <Results account={account} query={query} onAdd={setOpened} />
      {values['session'] && (
        <SessionDialog
          key={values['session']}
          account={account}
          sessionId={values['session']}
          onClose={() => choose({ session: undefined })}
        />
      )}
    </div>
  );
}
