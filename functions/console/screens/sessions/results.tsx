import { Empty, Trouble } from '../../parts/message.tsx';
import { Status } from '../../parts/status.tsx';
import type { Account } from '../../state/account.ts';
import { choose } from '../../state/route.ts';
import { useCall } from '../../state/use-call.ts';
import { Narrowing } from '../requests/narrowing.tsx';
import { pageSizes, type SessionQuery, supposedOf } from './query.ts';
import { type Row, SessionTable } from './session-table.tsx';

interface Props {
  account: Account;
  query: SessionQuery;
  onAdd: (how: 'import' | 'generate') => void;
}

/** The rows of an answer, whatever they are. */
function rowsOf(answer: unknown): Row[] {
  const { sessions } = (answer ?? {}) as { sessions?: unknown };
  return Array.isArray(sessions) ? sessions.filter((row) => typeof row === 'object' && row !== null) : [];
}

export function Results({ account, query, onAdd }: Props) {
  const path = { accountId: account.accountId };
  const { data, error, loading } = useCall('explainRequest', { path, body: supposedOf(query) });
  if (error && !data) return <Trouble error={error} />;
  if (!data) return <p class="wait">Reading…</p>;
  const { status, reason, total = 0, returned = 0, narrowing, unread } = data;
  const { skip, limit } = query;
  if (status !== 200) {
    return (
      <section class="card" aria-label="Sessions">
        <h2>
          <Status status={status} /> {data.errors?.[0]?.msg}
        </h2>
        <p class="trouble">
          {reason?.code}: {reason?.text}
        </p>
      </section>
    );
  }
  return (
    <section aria-label="Sessions" aria-busy={loading}>
      {unread.length > 0 && <p class="note odd">Nothing reads: {unread.join(', ')}</p>}
      {total === 0 ? (
        <NothingFound narrowing={narrowing} onAdd={onAdd} />
      ) : (
        <div class="sessions-table">
          <SessionTable rows={rowsOf(data.answer)} bots={account.bots} />
          <div class="pager">
            <span role="status">
              {returned === 0 ? `none of ${total}` : `${skip + 1} to ${skip + returned} of ${total} sessions`}
            </span>
            <select
              aria-label="Rows on a page"
              value={String(limit)}
              onInput={(event) => choose({ limit: event.currentTarget.value, skip: undefined })}
            >
              {[...new Set([...pageSizes, limit])].map((size) => (
                <option key={size} value={String(size)}>
                  {size} rows
                </option>
              ))}
            </select>
            <button
              type="button"
              disabled={skip === 0}
              onClick={() => choose({ skip: String(Math.max(0, skip - limit)) })}
            >
              Back
            </button>
            <button
              type="button"
              disabled={skip + limit >= total}
              onClick={() => choose({ skip: String(skip + limit) })}
            >
              Next
            </button>
          </div>
        </div>
      )}
    </section>
  );
}

interface NothingProps extends Pick<Props, 'onAdd'> {
  narrowing: Parameters<typeof Narrowing>[0]['narrowing'] | undefined;
}

function NothingFound({ narrowing, onAdd }: NothingProps) {
  if (!narrowing) {
    return (
      <Empty title="No sessions yet">
        <p>Drop a saved response of the vendor's, or have some made up.</p>
        <div class="buttons">
          <button type="button" onClick={() => onAdd('import')}>
            Import a file
          </button>
          <button type="button" class="primary" onClick={() => onAdd('generate')}>
            Make sessions up
          </button>
        </div>
      </Empty>
    );
  }
  return (
    <div class="card">
      <h2>No session passes these filters</h2>
      <Narrowing narrowing={narrowing} />
      {narrowing.window === 0 && (
        <p class="note">
          Without dateFrom and dateTo the API looks at the last seven days. Choose a range in the chart above,
          where there are bars.
        </p>
      )}
    </div>
  );
}
