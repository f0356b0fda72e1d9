import type { RowOptions } from '../../domain/messages/made-row.ts';
import type { Moment } from '../../domain/messages/timeline.ts';
import { isObject } from '../../domain/rows/read-row.ts';
import type { SessionView } from '../../store/reader/session-view.ts';
import { chunks } from '../../store/table/parallel.ts';
import { escapedBytesOf, PageBuilder } from '../../vendor/page-builder.ts';
import type { MadeMessages, Talk } from './made-messages.ts';

/** How the rows of a page look. */
export interface RowLook extends RowOptions {
  /** Of a call they have another shape (vendor page). */
  isOfCall: boolean;
  /** The emulator's account, from which made-up rows take ids that are the vendor's. */
  accountId: string;
}

const rowsPerRead = 800;

/**
 * The rows of messages as JSON texts, as many as fit.
 *
 * @param maxBytes what they may take, escaped
 */
export async function rowsOf(
  moments: readonly Moment<Talk>[],
  maxBytes: number,
  look: RowLook,
  view: SessionView,
): Promise<string[]> {
  const builder = new PageBuilder(maxBytes);
  for (const part of chunks(moments, rowsPerRead)) {
    const places = part.flatMap(({ run, number }) => (run.kind === 'kept' ? run.placeOf(number) : []));
    const kept = places.length > 0 ? await view.rows(places) : [];
    let next = 0;
    for (const { run, number, time } of part) {
      const fits =
        run.kind === 'kept'
          ? addKept(builder, kept[next++]?.row ?? { text: '' }, look)
          : builder.add(madeRow(run, number, time, look));
      if (!fits) return builder.rows;
    }
  }
  return builder.rows;
}

function madeRow(run: MadeMessages, number: number, time: number, look: RowLook): string {
  const maker = run.maker(look.accountId);
  return JSON.stringify(look.isOfCall ? maker.callRow(number, time) : maker.row(number, time, look));
}

function addKept(builder: PageBuilder, row: { text: string }, { isOfCall }: RowLook): boolean {
  return isOfCall
    ? builder.add(JSON.stringify(toCallRow(JSON.parse(row.text))))
    : builder.add(row.text, escapedBytesOf(row));
}

function toCallRow(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { type, components, createdOn } = row;
  const first: unknown = Array.isArray(components) ? components[0] : undefined;
  const data = isObject(first) ? first['data'] : undefined;
  return { type, text: isObject(data) ? data['text'] : undefined, timestamp: createdOn };
}
