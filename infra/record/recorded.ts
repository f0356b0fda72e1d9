import type { Ask } from '../real-api/ask.ts';
import type { Answered } from '../real-api/outcome.ts';
import type { KnownForm } from './known-form.ts';
import { messageForm } from './message-form.ts';
import { sessionForm } from './session-form.ts';

/** What can be recorded. */
export type Recorded = 'sessions' | 'messages';

/** How one of them is asked for, and what its rows are like. */
interface RecordedRows {
  form: KnownForm;
  /** How many days are read and written together. */
  windowDays: number;
  ask: (body: object) => Ask;
  rowsOf: (answer: Answered) => Record<string, unknown>[];
  idOf: (row: Readonly<Record<string, unknown>>) => unknown;
}

export const recordedOf: Readonly<Record<Recorded, RecordedRows>> = {
  sessions: {
    form: sessionForm,
    windowDays: 7,
    ask: (body) => ({ body }),
    rowsOf: ({ rows }) => rows,
    idOf: ({ sessionId }) => sessionId,
  },
  messages: {
    form: messageForm,
    windowDays: 1,
    // Oldest first, so that messages that come meanwhile move no page.
    ask: (body) => ({ api: 'getMessagesV2', body: { ...body, forward: true } }),
    rowsOf: ({ messages }) => messages,
    idOf: ({ _id }) => _id,
  },
};
