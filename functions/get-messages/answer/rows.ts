import type { RowOptions } from '../../domain/messages/made-row.ts';
import type { Moment } from '../../domain/messages/timeline.ts';
import { isObject } from '../../domain/rows/read-row.ts';
import type { SessionView } from '../../store/reader/session-view.ts';
import { chunks } from '../../store/table/parallel.ts';
import { PageBuilder } from '../../vendor/page-builder.ts';
import type { Talk } from './talk.ts';

/** How rows look. */
export interface RowForm extends RowOptions {
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
  form: RowForm,
  view: SessionView,
): Promise<string[]> {
  const builder = new PageBuilder(maxBytes);
  for (const part of chunks(moments, rowsPerRead)) {
    const kept = part.flatMap(({ run }) => (run.kind === 'kept' ? run.place : []));
    const texts = kept.length > 0 ? await view.rows(kept) : [];
    let next = 0;
    for (const moment of part) {
      const text = moment.run.kind === 'kept' ? (texts[next++]?.row.text ?? '') : undefined;
      if (!builder.add(text === undefined ? madeRow(moment, form) : keptRow(text, form))) return builder.rows;
    }
  }
  return builder.rows;
}

function madeRow({ run, number, time }: Moment<Talk>, form: RowForm): string {
  if (run.kind === 'kept') throw new Error('An imported message is not made.');
  const maker = run.maker(form.accountId);
  return JSON.stringify(form.isOfCall ? maker.callRow(number, time) : maker.row(number, time, form));
}

function keptRow(text: string, { isOfCall }: RowForm): string {
  return isOfCall ? JSON.stringify(toCallRow(JSON.parse(text))) : text;
}

function toCallRow(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { type, components, createdOn } = row;
  const first: unknown = Array.isArray(components) ? components[0] : undefined;
  const data = isObject(first) ? first['data'] : undefined;
  return { type, text: isObject(data) ? data['text'] : undefined, timestamp: createdOn };
}
