import * as z from 'zod';
import type { Account } from '../../../domain/account.ts';
import { accountNow } from '../../../domain/clock.ts';
import { currentRow } from '../../../domain/current-row.ts';
import { toIso } from '../../../domain/dates.ts';
import { isId } from '../../../domain/ids.ts';
import {
  containmentAt,
  containmentTypes,
  sessionStatuses,
  sessionTypes,
  statusAt,
} from '../../../domain/session.ts';
import type { StoredSession } from '../../../store/sessions/session-item.ts';
import { json } from '../../answer.ts';
import { defineCall } from '../../call.ts';
import type { ControlDependencies } from '../../dependencies.ts';
import { isoInstant } from '../../fields.ts';
import { Problem } from '../../problem.ts';

/** A session as the API shows it: its row, and what the filters of getSessions go by. */
export const sessionViewSchema = z.object({
  sessionId: z.string(),
  visible: z.boolean().meta({ description: "Whether the account's clock has reached its start." }),
  row: z.looseObject({}).meta({ description: 'As getSessions gives it now.' }),
  filters: z.object({
    botId: z.string(),
    startTime: isoInstant,
    endTime: isoInstant,
    sessionStatus: z.enum(sessionStatuses).nullable(),
    containmentType: z.enum(containmentTypes).nullable(),
    sessionType: z.enum(sessionTypes).nullable(),
    userIds: z.array(z.string()),
    callId: z.string().optional(),
    tags: z.array(z.object({ type: z.enum(['user', 'session']), name: z.string(), value: z.string() })),
  }),
});

function sessionView(
  { entry, botId, row }: StoredSession,
  { clock, settings }: Account,
  systemNow: number,
): z.output<typeof sessionViewSchema> {
  const now = accountNow(clock, systemNow);
  const { sessionId, startTime, endTime, sessionType, userIds, callId, tags } = entry;
  return {
    sessionId,
    visible: startTime <= now,
    row: JSON.parse(currentRow(entry, row.text, now, settings.activeEndTime)),
    filters: {
      botId,
      startTime: toIso(startTime),
      endTime: toIso(endTime),
      sessionStatus: statusAt(entry, now),
      containmentType: containmentAt(entry, now),
      sessionType,
      userIds: [...userIds],
      ...(callId === undefined ? {} : { callId }),
      // The third type is that of messages.
      tags: tags.flatMap(({ type, ...tag }) => (type === 'message' ? [] : { type, ...tag })),
    },
  };
}

/** @throws Problem where the account has no such session */
export async function readSession(
  { store, time }: ControlDependencies,
  account: Account,
  sessionId: string,
): Promise<z.output<typeof sessionViewSchema>> {
  const [found] = isId(sessionId) ? await store.sessions.find(account.layers, [sessionId]) : [];
  if (found) return sessionView(found, account, time.now());
  const detail = `The account ${account.accountId} has no session with this id.`;
  throw new Problem(404, 'session_not_found', detail);
}

export const getSession = defineCall({
  method: 'get',
  path: '/accounts/{accountId}/sessions/{sessionId}',
  tag: 'sessions',
  id: 'getSession',
  summary: 'Read one session: its row, and what filters go by',
  answers: { 200: json('The session', 'SessionView', sessionViewSchema) },
  problems: { 404: ['session_not_found'] },
  run: async ({ account, parameters: { sessionId } }, dependencies) => ({
    status: 200,
    body: await readSession(dependencies, account, sessionId),
  }),
});
