import { evidence } from './evidence.ts';
import { rowsOf } from './row.ts';

export const queryRows = rowsOf('query', {
  containmentTypeAbsent: {
    asked: '`containmentType` absent',
    answer: 'sessions of all types',
    label: 'documented',
    evidence: evidence.page,
  },
  containmentType: {
    asked: '`containmentType` is `dropOff`, `selfService` or `agent`',
    answer: 'only sessions of that type',
    label: 'documented',
    evidence: evidence.page,
  },
  containmentTypeUnknown: {
    asked: '`containmentType` unknown or wrongly cased',
    answer: '412',
    label: 'assumed',
    settings: ['unknownContainmentType'],
  },
  containmentTypeEmpty: {
    asked: '`containmentType` without a value',
    answer: '412',
    label: 'assumed',
    settings: ['unknownContainmentType'],
  },
  callId: {
    asked: '`callId` on the bot route',
    answer: 'only sessions that carry this call id; the id is never returned',
    label: 'documented',
    evidence: evidence.newerPage,
  },
  callIdEmpty: {
    asked: '`callId` without a value',
    answer: '412',
    label: 'assumed',
  },
  callIdOnAccountRoute: {
    asked: '`callId` on the account route',
    answer: 'not read',
    label: 'assumed',
  },
  repeated: {
    asked: '`containmentType` or `callId` given more than once',
    answer: '412',
    label: 'assumed',
  },
  unknown: {
    asked: 'any other parameter',
    answer: 'ignored, and named in the log line and the [journal](control-api.md#journal)',
    label: 'assumed',
  },
});
