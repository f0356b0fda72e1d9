import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { call } from '../../api/calls.ts';
import { CallProblem } from '../../api/problem.ts';
import { confirm } from '../../parts/confirm.tsx';
import { focusSearch, useKeys } from '../../parts/keys.ts';
import { Empty, Trouble } from '../../parts/message.tsx';
import { useNarrow } from '../../parts/screen-size.ts';
import { VirtualList } from '../../parts/virtual-list.tsx';
import { useAccount, useAccountId } from '../../state/account.ts';
import { act } from '../../state/act.ts';
import { paces } from '../../state/pace.ts';
import { addressOf, choose, useRoute } from '../../state/route.ts';
import { useCall } from '../../state/use-call.ts';
import { Detail } from './detail.tsx';
import { FilterBar } from './filter-bar.tsx';
import { type Filters, filtered } from './filters.ts';
import { useJournal } from './journal.ts';
import { Head, headings, Row } from './row.tsx';

const rowHeight = { wide: 38, narrow: 72 };

export function RequestsScreen() {
  const accountId = useAccountId();
  const { values } = useRoute();
  const { data: health } = useCall('getHealth', {});
  const narrow = useNarrow();
  const [atTop, setAtTop] = useState(true);
  const [pointed, setPointed] = useState(false);
  const [focusId, setFocused] = useState<string | undefined>(undefined);
  // Keys may come faster than the page is shown anew.
  const focusNow = useRef(focusId);
  const setFocusId = (id: string | undefined): void => {
    focusNow.current = id;
    setFocused(id);
  };
  const filters: Filters = values;
  const pace = health?.engine === 'dynamodb' ? paces.deployed : paces.laptop;
  // What is under the pointer, or what somebody reads, must not move.
  const held = !atTop || pointed || values['entry'] !== undefined || focusId !== undefined;
  const journal = useJournal(accountId, pace, held);
  const { entries, waiting, more, loadMore } = journal;
  const shown = useMemo(
    () => filtered(entries, filters),
    [
      entries,
      values['status'],
      values['reason'],
      values['bot'],
      values['app'],
      values['problems'],
      values['search'],
    ],
  );
  const { data: account } = useAccount();
  const names = useMemo(
    () =>
      new Map([
        ...(account?.bots ?? []).map(({ botId, name }) => [botId, name] as const),
        ...(account?.apps ?? []).map(({ clientId, name }) => [clientId, name] as const),
      ]),
    [account],
  );
  const isFiltered = shown.length < entries.length;
  const chosen = entries.find(({ id }) => id === values['entry']);
  const placeOf = (id: string | undefined): number => shown.findIndex((entry) => entry.id === id);
  const at = placeOf(focusId ?? values['entry']);
  // A filter, and an entry that a link names, look through all that is kept.
  const looksFurther = more && (isFiltered || (values['entry'] !== undefined && !chosen));
  useEffect(() => {
    if (looksFurther) loadMore();
  });

  const open = (id: string | undefined): void => {
    setFocusId(id);
    choose({ entry: id });
  };
  const move = (by: number): void => {
    const from = placeOf(focusNow.current ?? values['entry']);
    const next = shown[Math.min(shown.length - 1, Math.max(0, from + by))];
    if (!next) return;
    setFocusId(next.id);
    if (values['entry'] !== undefined) choose({ entry: next.id }, { replace: true });
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-id="${next.id}"]`)?.focus());
  };
  useKeys({
    '/': focusSearch,
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: (event) => {
      if (event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement) {
        event.target.click();
        return;
      }
      const entry = shown[placeOf(focusNow.current)];
      if (entry) open(entry.id);
    },
    Escape: () => {
      if (values['entry'] !== undefined) choose({ entry: undefined });
      setFocusId(undefined);
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    },
  });

  const clear = (): void =>
    confirm({
      title: 'Empty the list?',
      text: `The journal of ${accountId || 'no account'} goes, and so do the requests that belong to no account: everything in this list.`,
      button: 'Empty it',
      run: () =>
        act(async () => {
          if (accountId !== '') await call('clearRequests', { path: { accountId } });
          await call('clearUnattributedRequests');
        }, 'The list is empty.'),
    });

  return (
    <div class={chosen ? 'requests open' : 'requests'}>
      <div class="left">
        <FilterBar entries={entries} filters={filters} shown={shown.length} more={more} onClear={clear} />
        {waiting.length > 0 && (
          <button type="button" class="fresh" onClick={journal.show}>
            {waiting.length} new
          </button>
        )}
        <p class="unseen" role="status">
          {waiting.length > 0 ? `${waiting.length} new requests` : ''}
        </p>
        {isGone(journal.error) ? <Gone accountId={accountId} /> : <Trouble error={journal.error} />}
        {entries.length === 0 && !journal.loading ? (
          <NothingYet />
        ) : shown.length === 0 && !journal.loading ? (
          <Empty title={more ? 'Looking through older requests…' : 'No request passes these filters'}>
            <p>
              <button type="button" onClick={() => choose(noFilters)}>
                Take the filters away
              </button>
            </p>
          </Empty>
        ) : (
          <div
            class="pointed"
            onPointerEnter={() => setPointed(true)}
            onPointerLeave={() => setPointed(false)}
          >
            <VirtualList
              items={shown}
              rowHeight={narrow ? rowHeight.narrow : rowHeight.wide}
              keyOf={({ id }) => id}
              label="Requests, newest first"
              columns={headings.length}
              head={<Head />}
              active={at}
              onTop={setAtTop}
              onEnd={loadMore}
              render={(entry, index) => (
                <Row
                  entry={entry}
                  index={index}
                  chosen={entry.id === values['entry']}
                  focused={at < 0 ? index === 0 : index === at}
                  onOpen={() => open(entry.id)}
                  names={names}
                />
              )}
            />
          </div>
        )}
      </div>
      {chosen && <Detail key={chosen.id} entry={chosen} onClose={() => open(undefined)} />}
    </div>
  );
}

const noFilters = {
  status: undefined,
  reason: undefined,
  bot: undefined,
  app: undefined,
  problems: undefined,
  search: undefined,
};

const isGone = (error: unknown): boolean =>
  error instanceof CallProblem && error.code === 'account_not_found';

function Gone({ accountId }: { accountId: string }) {
  return (
    <p class="trouble" role="alert">
      There is no account {accountId}: it has expired, was removed, or never was. Choose another above, or{' '}
      <a href={addressOf('account')}>make one</a>.
    </p>
  );
}

function NothingYet() {
  return (
    <Empty title="No request yet">
      <p>Point a client at this emulator, and what it asks appears here as it comes.</p>
      <p>
        Or <a href={addressOf('try')}>send a request from here</a>.
      </p>
    </Empty>
  );
}
