/** A row of a text, or what stands where a row should. */
export interface FoundRow {
  /** Position among the rows of the text, from 0. */
  index: number;
  /** Line on which it begins, from 1. */
  line: number;
  /** Its JSON text as it was given, without blanks between its parts; absent where it is not JSON. */
  text?: string;
  value?: unknown;
}

/** Which rows are looked for: what answers call their lists, and the members by which a row is known. */
export interface RowForm {
  lists: readonly string[];
  ids: readonly string[];
  /** Of which API an answer is. */
  api: string;
}

export const sessionRows: RowForm = { lists: ['sessions'], ids: ['sessionId'], api: 'getSessions' };
export const messageRows: RowForm = { lists: ['messages'], ids: ['_id'], api: 'getMessages' };
/** Rows of both, beside each other or in one object. */
export const allRows: RowForm = {
  lists: ['sessions', 'messages'],
  ids: ['sessionId', '_id'],
  api: 'getSessions or getMessages',
};

/** Whether a row among those of both APIs is a message. */
export const isMessageRow = ({ value }: FoundRow): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !('start_time' in value) &&
  ('createdOn' in value || '_id' in value);
