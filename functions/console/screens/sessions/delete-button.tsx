import { call } from '../../api/calls.ts';
import { textOf } from '../../api/problem.ts';
import { confirm } from '../../parts/confirm.tsx';
import type { Account } from '../../state/account.ts';
import { act } from '../../state/act.ts';
import { tell } from '../../state/notices.ts';
import type { SessionQuery } from './query.ts';

interface Props {
  account: Account;
  query: SessionQuery;
}

/** Deletes what bot and dates name, or all; other filters do not narrow a deletion. */
export function DeleteButton({ account: { accountId, bots }, query }: Props) {
  const { bot, dateFrom, dateTo } = query;
  const path = { accountId };
  const range = { ...(dateFrom && { from: dateFrom }), ...(dateTo && { to: dateTo }) };
  const ask = async (): Promise<void> => {
    try {
      const { total } = await call('summarizeSessions', {
        path,
        query: { ...(bot && { botId: [bot] }), ...range },
      });
      const of = bot ? `of the bot ${bots.find(({ botId }) => botId === bot)?.name ?? bot}` : 'of every bot';
      const when =
        dateFrom || dateTo
          ? `, that start from ${dateFrom || 'the beginning'} to ${dateTo || 'now'} (GMT)`
          : '';
      const others = query.containmentType || query.sessionType || query.userId || query.callId || query.tags;
      confirm({
        title: 'Delete sessions?',
        text: `${total} sessions of ${accountId} go: all ${of}${when}.${others ? ' The other filters do not count here.' : ''} Those that the clock has not reached go too.`,
        button: `Delete ${total} sessions`,
        run: () => remove(accountId, { ...(bot && { botId: bot }), ...range }),
      });
    } catch (error) {
      tell(textOf(error), true);
    }
  };
  return (
    <button type="button" class="danger" onClick={ask}>
      Delete…
    </button>
  );
}

function remove(accountId: string, query: object): Promise<boolean> {
  let deleted: number | null = 0;
  return act(
    async () => {
      for (let more = true; more; ) {
        const answer = await call('deleteSessions', { path: { accountId }, query });
        deleted = answer.deleted === null ? null : (deleted ?? 0) + answer.deleted;
        more = answer.more === true;
      }
    },
    () => `Deleted ${deleted ?? 'all'} sessions.`,
  );
}
