import { useLayoutEffect, useRef } from 'preact/hooks';
import { useKeys } from '../../parts/keys.ts';
import { Time } from '../../parts/time.tsx';
import type { Account } from '../../state/account.ts';
import { choose } from '../../state/route.ts';

export type Row = Readonly<Record<string, unknown>>;

const headings = [
  'start_time',
  'sessionId',
  'botId',
  'containmentType',
  'status',
  'userId',
  'messages',
] as const;

/** A value of a row as a text, whatever it is. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

interface Props {
  rows: readonly Row[];
  bots: Account['bots'];
}

export function SessionTable({ rows, bots }: Props) {
  const table = useRef<HTMLDivElement>(null);
  const open = (row: Row): void => choose({ session: textOf(row['sessionId']) });
  const move = (by: number): void => {
    const all = [...(table.current?.querySelectorAll<HTMLElement>('[data-session]') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    all[Math.min(all.length - 1, Math.max(0, at + by))]?.focus();
  };
  const isFocused = table.current?.contains(document.activeElement);
  useLayoutEffect(() => {
    // The place itself may be gone, where there are fewer.
    if (isFocused && !table.current?.contains(document.activeElement)) move(rows.length);
  });
  useKeys({
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
  });
  const nameOf = (botId: string): string => bots.find((bot) => bot.botId === botId)?.name ?? botId;
  return (
    <div role="grid" aria-label="Sessions" ref={table}>
      <div class="row head" role="row">
        {headings.map((name) => (
          <span role="columnheader" key={name}>
            {name}
          </span>
        ))}
      </div>
      {rows.map((row, index) => (
        <div
          class="row"
          role="row"
          // A place, not a session: where others are shown there, the focus stays.
          key={index}
          data-session={textOf(row['sessionId'])}
          tabIndex={index === 0 ? 0 : -1}
          onClick={() => open(row)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') open(row);
          }}
        >
          <span role="gridcell">
            <Time at={textOf(row['start_time'])} />
          </span>
          <span role="gridcell" class="cut">
            {textOf(row['sessionId'])}
          </span>
          <span role="gridcell" class="cut" dir="auto" title={textOf(row['botId'])}>
            {nameOf(textOf(row['botId']))}
          </span>
          <span role="gridcell">{textOf(row['containmentType'])}</span>
          <span role="gridcell">
            <span class={row['sessionStatus'] === 'active' ? 'chip s2xx' : 'chip'}>
              {textOf(row['sessionStatus'])}
            </span>
          </span>
          <span role="gridcell" class="cut" dir="auto">
            {textOf(row['userId'])}
          </span>
          <span role="gridcell" class="number">
            {textOf(row['noOfMessagesExchanged'])}
          </span>
        </div>
      ))}
    </div>
  );
}
