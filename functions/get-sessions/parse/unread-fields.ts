import { membersOf, unreadFields as unreadOf } from '../../vendor/unread.ts';
import type { ByWindowBody } from './schema.ts';

/** Accepted and ignored (newer vendor documentation). */
const ignoredFields = ['includeMeta'];

export const windowFields = membersOf<ByWindowBody>({
  userId: true,
  skip: true,
  offset: true,
  limit: true,
  dateFrom: true,
  dateTo: true,
  tags: true,
  sessionType: true,
});
const bodyFields = new Set([...windowFields, 'sessionId', ...ignoredFields]);

/** Paths of the body's fields that nothing reads. */
export const unreadFields = (body: Record<string, unknown>): string[] => unreadOf(body, bodyFields);
