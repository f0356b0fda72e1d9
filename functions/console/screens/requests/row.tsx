import { Status } from '../../parts/status.tsx';
import { Time } from '../../parts/time.tsx';
import type { Listed } from './journal.ts';

export const headings = [
  'Time',
  'Request',
  'Bot',
  'App',
  'Status',
  'Reason',
  'Rows',
  'ms',
  'RU',
  'Faults',
  'Unread',
] as const;

export function Head() {
  return (
    <div class="row head" role="row" aria-rowindex={1}>
      {headings.map((name) => (
        <span
          key={name}
          role="columnheader"
          title={hints[name]}
          class={numbers.has(name) ? 'number' : undefined}
        >
          {name}
        </span>
      ))}
    </div>
  );
}

const numbers: ReadonlySet<string> = new Set(['Rows', 'ms', 'RU']);

const hints: Readonly<Record<string, string>> = {
  Rows: 'rows on the page, of all that match',
  RU: 'read units of DynamoDB that the answer cost',
  Unread: 'fields and parameters that nothing reads',
};

interface Props {
  entry: Listed;
  index: number;
  chosen: boolean;
  focused: boolean;
  onOpen: () => void;
  /** What bots and apps are called, by id. */
  names: ReadonlyMap<string, string>;
}

export function Row({ entry, index, chosen, focused, onOpen, names }: Props) {
  const nameOf = (id: string | undefined): string | undefined =>
    id === undefined ? undefined : (names.get(id) ?? id);
  const { at, method, path, query, botId, clientId, status, reason, returned, total, durationMs, dynamodb } =
    entry;
  const { faults, unread, isOwn, route } = entry;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list moves and opens by keys itself
    <div
      class={`row${chosen ? ' chosen' : ''}${isOwn ? '' : ' stranger'}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={chosen}
      tabIndex={focused ? 0 : -1}
      data-id={entry.id}
      onClick={onOpen}
    >
      <span role="gridcell">
        <Time at={at} />
      </span>
      <span role="gridcell" class="what" title={`${method} ${path}${query}`}>
        <b>{method}</b> {route === undefined ? path : `${entry.api} · ${route}`}
        {query && <small dir="auto"> {query}</small>}
      </span>
      <span role="gridcell" class="cut" dir="auto" title={botId}>
        {nameOf(botId) ?? (route === 'account' ? 'every bot' : '')}
      </span>
      <span role="gridcell" class="cut" dir="auto" title={clientId}>
        {nameOf(clientId) ?? (isOwn ? '' : 'unknown')}
      </span>
      <span role="gridcell">
        <Status status={status} />
      </span>
      <span role="gridcell" class="cut reason" title={reason?.text}>
        {reason?.code}
      </span>
      <span role="gridcell" class={returned === 0 ? 'number none' : 'number'}>
        {returned === undefined ? '' : `${returned} of ${total}`}
      </span>
      <span role="gridcell" class="number">
        {durationMs.toFixed(durationMs < 10 ? 1 : 0)}
      </span>
      <span role="gridcell" class="number">
        {dynamodb.readUnits}
      </span>
      <span role="gridcell">{faults.length > 0 && <span class="chip fault">{faults.length}</span>}</span>
      <span role="gridcell" class="cut" title={unread.join(', ')}>
        {unread.length > 0 && <span class="chip odd">{unread.join(', ')}</span>}
      </span>
    </div>
  );
}
