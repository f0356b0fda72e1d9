import { appRows } from './apps.ts';
import { bodyRows } from './body.ts';
import { errorRows } from './errors.ts';
import { messageRows } from './messages.ts';
import { queryRows } from './query.ts';
import { rateLimitRows } from './rate-limits.ts';
import { responseRows } from './response.ts';
import { routeRows } from './routes.ts';
import type { FidelityRow, Label } from './row.ts';
import { sessionIdRows } from './session-ids.ts';
import { tokenRows } from './tokens.ts';
import { windowRows } from './window.ts';

/** What the emulator answers, row by row, and how sure we are that the real API does the same. */
export const fidelityRows: readonly FidelityRow[] = [
  ...routeRows,
  ...queryRows,
  ...bodyRows,
  ...windowRows,
  ...sessionIdRows,
  ...responseRows,
  ...errorRows,
  ...tokenRows,
  ...appRows,
  ...rateLimitRows,
  ...messageRows,
];

/** How many rows have each label. */
export function countByLabel(rows: readonly FidelityRow[]): Record<Label, number> {
  const counts: Record<Label, number> = { documented: 0, observed: 0, assumed: 0, emulator: 0 };
  for (const { label } of rows) counts[label] += 1;
  return counts;
}
