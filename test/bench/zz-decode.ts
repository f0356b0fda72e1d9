import { toSessionItem } from '../../functions/store/session-item.ts';
import { weekOfSessions } from '../../test/bench/support/sessions.ts';
import { toRow } from '../../functions/domain/row.ts';
import { importRows } from '../../functions/domain/import.ts';
import { dayOf } from '../../functions/domain/scope.ts';
const root = process.argv[2];
const { toIndexEntry } = await import(`${root}/functions/store/session-item.ts`);
const { Slice } = await import(`${root}/functions/domain/slices/slice.ts`);
const builder = await import(`${root}/functions/domain/slices/slice-builder.ts`).catch(() => undefined);
const byDay = new Map<number, unknown[]>();
for (const part of weekOfSessions(['a'], 100000)) for (const s of importRows(part.map(toRow), () => true).sessions) {
  const i = toSessionItem({ accountId: 'acc-0123456789', epoch: 77 }, s, 55) as Record<string, unknown>;
  const d = dayOf(s.startTime);
  const list = byDay.get(d) ?? [];
  list.push(JSON.stringify({ pk: i.pk, sk: i.sk, botId: i.botId, start_time: i.start_time, f: i.f }));
  byDay.set(d, list);
}
let bytes = 0;
const times: number[] = [];
for (let rep = 0; rep < 8; rep++) {
  let own = 0;
  for (const [day, texts] of byDay) {
    const items = JSON.parse(`[${texts.join(',')}]`) as Record<string, unknown>[];
    const t = process.cpuUsage();
    let slice;
    if (builder) { const c = new builder.SliceBuilder(day); for (const i of items) c.add(toIndexEntry(i)); slice = new Slice(c); }
    else { const entries = []; for (const i of items) entries.push(toIndexEntry(i)); slice = new Slice(day, entries); }
    const u = process.cpuUsage(t); own += (u.user + u.system) / 1000;
    bytes += slice.bytes;
  }
  times.push(Math.round(own));
}
console.log(root, 'ms per 100k', times.join(' '));
