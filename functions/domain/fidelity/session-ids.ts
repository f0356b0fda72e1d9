import { evidence } from './evidence.ts';
import { rowsOf } from './row.ts';

export const sessionIdRows = rowsOf('sessionId', {
  array: {
    asked: '`sessionId` is an array of ids',
    answer: 'these sessions, whatever their age; status 200',
    label: 'documented',
    evidence: evidence.page,
  },
  others: {
    asked: 'every other field and parameter beside it',
    answer: 'ignored',
    label: 'documented',
    evidence: evidence.page,
  },
  othersInvalid: {
    asked: 'one beside it that would be refused by itself',
    answer: 'ignored too',
    label: 'assumed',
  },
  duplicates: {
    asked: 'duplicates',
    answer: 'count toward the limit, answered once',
    label: 'documented',
    evidence: evidence.page,
  },
  most: {
    asked: 'how many ids',
    answer: 'at most 50, duplicates counted',
    label: 'documented',
    evidence: evidence.page,
  },
  tooMany: {
    asked: 'more than 50',
    answer: '412',
    label: 'assumed',
    settings: ['errors.validation'],
  },
  string: {
    asked: '`sessionId` is one string',
    answer: 'the same as an array of one',
    label: 'assumed',
  },
  empty: {
    asked: '`sessionId: []`',
    answer: '200, `total: 0`, no rows',
    label: 'assumed',
  },
  malformed: {
    asked: '`sessionId: null`, or an id that is not a string',
    answer: '412',
    label: 'assumed',
  },
  invalid: {
    asked: 'ids that are unknown, malformed or of a bot the request may not see',
    answer: 'listed in `invalidSessions`, in the order asked',
    label: 'documented',
    evidence: evidence.page,
  },
  allFound: {
    asked: 'all ids found',
    answer: '`invalidSessions: []`',
    label: 'assumed',
    settings: ['emptyInvalidSessions'],
  },
  oldTags: {
    asked: 'session tags of old sessions',
    answer: 'returned; newer pages say that they come back for 14 days only',
    label: 'documented',
    evidence: `${evidence.page}; ${evidence.newerPage} have the 14 days`,
    settings: ['sessionTagsMaxAgeDays'],
  },
});
