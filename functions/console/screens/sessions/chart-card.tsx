import { useEffect, useState } from 'preact/hooks';
import { containmentTypes } from '../../../domain/session.ts';
import { type AnswerOf, call } from '../../api/calls.ts';
import { Trouble } from '../../parts/message.tsx';
import type { Account } from '../../state/account.ts';
import { useChanges } from '../../state/use-call.ts';
import { Bars } from './bars.tsx';
import { bucketsOf } from './buckets.ts';
import { ask, type SessionQuery, summaryFilters } from './query.ts';

type Summary = AnswerOf<'summarizeSessions'>;
interface Counted {
  all: Summary;
  perDay: Record<string, Record<string, number>>;
}

/** Counts by day for each containment type, all time; what no filter knows is other. */
async function count(accountId: string, filters: object, signal: AbortSignal): Promise<Counted> {
  const path = { accountId };
  const all = await call('summarizeSessions', { path, query: filters, signal });
  const only = (filters as { containmentType?: string }).containmentType;
  const types = containmentTypes.filter((type) => all.perContainmentTypeAsListed[type] > 0);
  const parts = await Promise.all(
    types.map(async (type) => {
      if (only !== undefined) return [type, type === only ? all.perDay : {}] as const;
      const query = { ...filters, containmentType: type };
      return [type, (await call('summarizeSessions', { path, query, signal })).perDay] as const;
    }),
  );
  const known = Object.fromEntries(parts);
  const others = Object.entries(all.perDay).flatMap(([date, total]) => {
    const left = total - parts.reduce((sum, [, days]) => sum + (days[date] ?? 0), 0);
    return left > 0 ? [[date, left] as const] : [];
  });
  return { all, perDay: others.length > 0 ? { ...known, other: Object.fromEntries(others) } : known };
}

export function Chart({ account: { accountId }, query }: { account: Account; query: SessionQuery }) {
  const revision = useChanges();
  const [counted, setCounted] = useState<Counted | undefined>(undefined);
  const [error, setError] = useState<unknown>(undefined);
  const filters = summaryFilters(query);
  useEffect(() => {
    const abort = new AbortController();
    count(accountId, filters, abort.signal)
      .then((found) => {
        setCounted(found);
        setError(undefined);
      })
      .catch((problem: unknown) => {
        if (!abort.signal.aborted) setError(problem);
      });
    return () => abort.abort();
  }, [accountId, JSON.stringify(filters), revision]);
  if (error !== undefined) return <Trouble error={error} />;
  if (!counted) return <div class="card chart-place" aria-busy="true" />;
  if (counted.all.total === 0) return null;
  const { all, perDay } = counted;
  return (
    <section class="card" aria-labelledby="chart-title">
      <h2 id="chart-title">
        <span class="chart-total">{all.total}</span> sessions by start, {all.active} still active
      </h2>
      <Bars
        buckets={bucketsOf(perDay)}
        types={Object.keys(perDay)}
        from={query.dateFrom.slice(0, 10)}
        to={query.dateTo.slice(0, 10)}
        onRange={(dateFrom, dateTo) => ask({ dateFrom, dateTo })}
      />
      <div class="legend">
        {Object.entries(perDay).map(([type, days]) => (
          <span key={type}>
            <i class={type} />
            {type} {Object.values(days).reduce((sum, each) => sum + each, 0)}
          </span>
        ))}
        <span>Drag over bars, or click one and another with Shift, to choose dateFrom and dateTo.</span>
      </div>
    </section>
  );
}
