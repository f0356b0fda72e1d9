import { Check } from '../../parts/field.tsx';
import { searchId } from '../../parts/keys.ts';
import { choose } from '../../state/route.ts';
import { type Filters, valuesOf } from './filters.ts';
import type { Listed } from './journal.ts';

interface Props {
  entries: readonly Listed[];
  filters: Filters;
  shown: number;
  more: boolean;
  onClear: () => void;
}

const statuses = ['2xx', '4xx', '5xx'];

export function FilterBar({ entries, filters, shown, more, onClear }: Props) {
  return (
    <form
      class="filters"
      onSubmit={(event) => event.preventDefault()}
      role="search"
      aria-label="Filter requests"
    >
      <input
        id={searchId}
        type="search"
        class="search"
        aria-label="Search requests"
        placeholder="Search   /"
        value={filters.search ?? ''}
        onInput={(event) => choose({ search: event.currentTarget.value }, { replace: true })}
      />
      <Choice name="Status" of="status" filters={filters} values={statuses} />
      <Choice
        name="Reason"
        of="reason"
        filters={filters}
        values={valuesOf(entries, (entry) => entry.reason?.code)}
      />
      <Choice name="Bot" of="bot" filters={filters} values={valuesOf(entries, (entry) => entry.botId)} />
      <Choice name="App" of="app" filters={filters} values={valuesOf(entries, (entry) => entry.clientId)} />
      <Check
        label="Problems only"
        checked={Boolean(filters.problems)}
        onInput={(checked) => choose({ problems: checked ? 'only' : undefined })}
      />
      <span class="count" role="status">
        {shown === entries.length ? `${shown} requests` : `${shown} of ${entries.length}`}
        {more ? ', older ones below' : ''}
      </span>
      <button type="button" class="quiet" onClick={onClear} disabled={entries.length === 0}>
        Empty…
      </button>
    </form>
  );
}

interface ChoiceProps {
  name: string;
  of: keyof Filters;
  filters: Filters;
  values: readonly string[];
}

function Choice({ name, of, filters, values }: ChoiceProps) {
  const value = filters[of] ?? '';
  const all = value === '' || values.includes(value) ? values : [value, ...values];
  return (
    <select
      aria-label={name}
      class={value === '' ? '' : 'on'}
      value={value}
      onInput={(event) => choose({ [of]: event.currentTarget.value })}
    >
      <option value="">{name}: any</option>
      {all.map((each) => (
        <option key={each} value={each}>
          {each}
        </option>
      ))}
    </select>
  );
}
