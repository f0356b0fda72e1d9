import { useMemo } from 'preact/hooks';
import type { FidelityRow } from '../../../domain/fidelity/row.ts';
import { fidelityRows } from '../../../domain/fidelity/rows.ts';
import { Inline } from '../../parts/inline.tsx';
import { searchId } from '../../parts/keys.ts';
import { Empty } from '../../parts/message.tsx';
import { addressOf, choose, useRoute } from '../../state/route.ts';

const labels = [...new Set(fidelityRows.map(({ label }) => label))].sort();
const areas = [...new Set(fidelityRows.map(({ area }) => area))];

function textOf({ id, asked, answer, label, evidence, settings, otherwise }: FidelityRow): string {
  return [id, asked, answer, label, evidence, ...settings, otherwise].join(' ').toLowerCase();
}

/** What the emulator answers, row by row, and how sure it is that the vendor does the same. */
export function FidelityScreen() {
  const { values } = useRoute();
  const { search = '', label = '', area = '' } = values;
  const shown = useMemo(() => {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    return fidelityRows.filter(
      (row) =>
        (label === '' || row.label === label) &&
        (area === '' || row.area === area) &&
        words.every((word) => textOf(row).includes(word)),
    );
  }, [search, label, area]);
  return (
    <div class="page">
      <form
        class="filters flat"
        role="search"
        aria-label="Search the fidelity table"
        onSubmit={(event) => event.preventDefault()}
      >
        <input
          id={searchId}
          type="search"
          class="search"
          aria-label="Search the fidelity table"
          placeholder="Search   /"
          value={search}
          onInput={(event) => choose({ search: event.currentTarget.value }, { replace: true })}
        />
        <select
          aria-label="Area"
          value={area}
          onInput={(event) => choose({ area: event.currentTarget.value })}
        >
          <option value="">Area: any</option>
          {areas.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
        <select
          aria-label="Label"
          value={label}
          onInput={(event) => choose({ label: event.currentTarget.value })}
        >
          <option value="">Label: any</option>
          {labels.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
        <span class="count" role="status">
          {shown.length} of {fidelityRows.length} rows
        </span>
      </form>
      {shown.length === 0 ? (
        <Empty title="No row fits">
          <p>Search for other words, or take label and area away.</p>
        </Empty>
      ) : (
        <div class="card">
          <table class="table fidelity">
            <thead>
              <tr>
                <th>What is asked</th>
                <th>The emulator answers</th>
                <th>Label</th>
                <th>Change it with</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <tr key={row.id}>
                  <td>
                    <small class="area">{row.area}</small>
                    <Inline text={row.asked} />
                  </td>
                  <td>
                    <Inline text={row.answer} />
                  </td>
                  <td>
                    <span class={`chip ${row.label}`} title={row.id}>
                      {row.label}
                    </span>
                    {row.evidence !== '' && (
                      <small class="evidence">
                        <Inline text={row.evidence} />
                      </small>
                    )}
                  </td>
                  <td>
                    {row.settings.map((setting) => (
                      <a
                        key={setting}
                        class="changes"
                        href={addressOf('account', { part: 'settings', setting: setting.split('.')[0] })}
                      >
                        <code>{setting}</code>
                      </a>
                    ))}
                    <Inline text={row.otherwise} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
