import { activeEndAt, asActive } from './row.ts';
import { isActiveByClock } from './session.ts';
import type { AccountSettings } from './settings.ts';
import type { SliceEntry } from './slices/slice.ts';

/**
 * A row as it is at an instant.
 *
 * @param rowJson as stored
 * @param now the account's clock, Unix ms
 */
export function currentRow(
  entry: SliceEntry,
  rowJson: string,
  now: number,
  activeEndTime: AccountSettings['activeEndTime'],
): string {
  if (!isActiveByClock(entry, now)) return rowJson;
  return asActive(rowJson, activeEndTime === 'now' ? activeEndAt(entry.startTime, now) : undefined);
}
