/** What the clocks of the suite's accounts show: they are frozen, so that nothing depends on the hour. */
export const now = '2026-03-10T12:00:00.000Z';
export const nowSeconds = Date.parse(now) / 1000;

export interface Tag {
  value: string;
  name: string;
  altText?: string;
}

/** A session as the vendor shows it, members in the order of the newer samples. */
export interface Row {
  sessionId: string;
  botId: string;
  channel: string;
  userId: string;
  start_time: string;
  end_time: string;
  session_lang: string[];
  sessionType: string;
  isDeveloper: boolean;
  sessionStatus: string;
  tags: { userTags: Tag[]; sessionTags: Tag[] };
  noOfMessagesExchanged: number;
  noOfTasksExecuted: number;
  containmentType: string;
}

/** An id as the vendor's look, 24 hex digits; a higher number sorts later. */
export function sessionIdOf(number: number): string {
  return `69b00000${number.toString(16).padStart(16, '0')}`;
}

/** A point in time so many minutes before the frozen clocks. */
export function minutesAgo(minutes: number): string {
  return new Date(Date.parse(now) - minutes * 60_000).toISOString();
}

/**
 * A session of a bot; it started so many minutes ago as its number says, took a minute, and is closed.
 */
export function makeRow(botId: string, number: number, changes: Partial<Row> = {}): Row {
  const start = changes.start_time ?? minutesAgo(number);
  return {
    sessionId: sessionIdOf(number),
    botId,
    channel: 'rtm',
    userId: 'u-8c4ca335-3152-5622-9cbb-51c6daf6c12f',
    start_time: start,
    end_time: new Date(Date.parse(start) + 60_000).toISOString(),
    session_lang: ['en'],
    sessionType: 'interactive',
    isDeveloper: false,
    sessionStatus: 'closed',
    tags: { userTags: [], sessionTags: [] },
    noOfMessagesExchanged: 3,
    noOfTasksExecuted: 1,
    containmentType: 'selfService',
    ...changes,
  };
}

/** The session of the sample on the vendor's page. */
export const sampleRow: Row = {
  sessionId: '6465cf6e4769ed4e822b82a1',
  botId: 'st-dc600cf5-b1c5-581e-a2c3-eb81fe39c927',
  channel: 'rtm',
  userId: 'u-8c4ca335-3152-5622-9cbb-51c6daf6c12f',
  start_time: '2023-05-18T07:10:38.695Z',
  end_time: '2023-05-18T07:10:39.201Z',
  session_lang: ['en'],
  sessionType: 'interactive',
  isDeveloper: false,
  sessionStatus: 'closed',
  tags: { userTags: [], sessionTags: [] },
  noOfMessagesExchanged: 3,
  noOfTasksExecuted: 1,
  containmentType: 'selfService',
};

/** The numbers 1 to `count`. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
