import { useState } from 'preact/hooks';
import { send } from '../../api/calls.ts';
import { textOf } from '../../api/problem.ts';
import { tell } from '../../state/notices.ts';

/** Every session as NDJSON, page by page. */
async function exported(accountId: string, onPage: (sessions: number) => void): Promise<Blob> {
  const pages: string[] = [];
  let cursor: string | undefined;
  let sessions = 0;
  do {
    const response = await send('exportSessions', { path: { accountId }, query: { limit: 5000, cursor } });
    const text = await response.text();
    sessions += text.split('\n').length - 1;
    onPage(sessions);
    pages.push(text);
    const next = /<([^>]*)>\s*;\s*rel="?next/.exec(response.headers.get('link') ?? '')?.[1];
    cursor =
      next === undefined ? undefined : (new URL(next, response.url).searchParams.get('cursor') ?? undefined);
  } while (cursor !== undefined);
  return new Blob(pages, { type: 'application/x-ndjson' });
}

export function ExportButton({ accountId }: { accountId: string }) {
  const [done, setDone] = useState<number | undefined>(undefined);
  const run = async (): Promise<void> => {
    setDone(0);
    try {
      const url = URL.createObjectURL(await exported(accountId, setDone));
      const link = document.createElement('a');
      link.href = url;
      link.download = `${accountId}.ndjson`;
      link.click();
      URL.revokeObjectURL(url);
    } catch (error) {
      tell(textOf(error), true);
    }
    setDone(undefined);
  };
  return (
    <button type="button" onClick={run} disabled={done !== undefined}>
      {done === undefined ? 'Export all' : `${done} exported…`}
    </button>
  );
}
