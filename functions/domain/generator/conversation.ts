import type { ContainmentType, SessionType } from '../session.ts';
import type { Random } from './random.ts';

/**
 * How long sessions last: shares of all sessions, and the length in thousandths of the median that they
 * stay under. Most wait for the close by inactivity; some end in a moment, and a few go on for hours.
 */
const lengths = [
  [0, 0.2],
  [0.06, 5],
  [0.14, 200],
  [0.25, 650],
  [0.5, 1000],
  [0.75, 1600],
  [0.9, 3000],
  [0.97, 8000],
  [0.995, 20_000],
  [1, 48_000],
] as const;

/** The length of a session in ms, at least 1; half of all stay under the median. */
export function drawDuration(medianMs: number, random: Random): number {
  const share = random.unit();
  const above = lengths.findIndex(([upTo]) => share < upTo);
  const [lowShare, low] = lengths[above - 1] ?? [0, 0];
  const [highShare, high] = lengths[above] ?? [1, low];
  const thousandths = low + ((share - lowShare) / (highShare - lowShare)) * (high - low);
  return Math.max(1, Math.round((thousandths * medianMs) / 1000));
}

export interface Conversation {
  noOfMessagesExchanged: number;
  noOfTasksExecuted: number;
}

const fewestSecondsPerMessage = 3;

type Range = readonly [low: number, high: number];

const ranges: Record<ContainmentType, { messages: Range; tasks: Range }> = {
  selfService: { messages: [4, 22], tasks: [1, 3] },
  dropOff: { messages: [1, 9], tasks: [0, 1] },
  agent: { messages: [6, 40], tasks: [0, 2] },
};

/** How many messages and tasks a session has: a non-interactive one only what the bot said. */
export function drawConversation(
  sessionType: SessionType,
  containmentType: ContainmentType,
  durationMs: number,
  random: Random,
): Conversation {
  if (sessionType === 'non-interactive')
    return { noOfMessagesExchanged: random.between(1, 4), noOfTasksExecuted: random.between(0, 1) };
  const { messages, tasks } = ranges[containmentType];
  const possible = 1 + Math.floor(durationMs / 1000 / fewestSecondsPerMessage);
  const noOfMessagesExchanged = Math.min(random.between(...messages), possible);
  const noOfTasksExecuted = Math.min(random.between(...tasks), Math.floor(noOfMessagesExchanged / 2));
  return { noOfMessagesExchanged, noOfTasksExecuted };
}
