import type { Listed } from './journal.ts';

/** What may be chosen of the list, as the address has it. */
export interface Filters {
  status?: string | undefined;
  reason?: string | undefined;
  bot?: string | undefined;
  app?: string | undefined;
  problems?: string | undefined;
  search?: string | undefined;
}

/** Whether somebody should look at it: refused, struck, found nothing, sent what nothing reads, or odd. */
function isProblem({ status, faults, returned, unread, notes, reason }: Listed): boolean {
  return (
    status >= 400 ||
    faults.length > 0 ||
    returned === 0 ||
    unread.length > 0 ||
    (notes?.length ?? 0) > 0 ||
    reason !== undefined
  );
}

const texts = new WeakMap<Listed, string>();

/** All that can be searched of an entry, made once. */
function textOf(entry: Listed): string {
  const known = texts.get(entry);
  if (known !== undefined) return known;
  const { body, method, path, query, clientId, reason, unread, notes, at, status } = entry;
  const parts = [
    method,
    path,
    query,
    clientId,
    reason?.code,
    reason?.text,
    at,
    status,
    ...unread,
    ...(notes ?? []),
  ];
  const text = [...parts, body === undefined ? '' : JSON.stringify(body)].join(' ').toLowerCase();
  texts.set(entry, text);
  return text;
}

export function filtered(entries: readonly Listed[], filters: Filters): readonly Listed[] {
  const { status, reason, bot, app, problems, search } = filters;
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter(
    (entry) =>
      (!status || `${Math.floor(entry.status / 100)}xx` === status) &&
      (!reason || entry.reason?.code === reason) &&
      (!bot || entry.botId === bot) &&
      (!app || entry.clientId === app) &&
      (!problems || isProblem(entry)) &&
      (words.length === 0 || words.every((word) => textOf(entry).includes(word))),
  );
}

/** The values that a field has among entries. */
export function valuesOf(entries: readonly Listed[], of: (entry: Listed) => string | undefined): string[] {
  return [...new Set(entries.map(of).filter((value) => value !== undefined))].sort();
}
