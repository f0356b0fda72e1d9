import { evidence } from './evidence.ts';
import { rowsOf } from './row.ts';

export const bodyRows = rowsOf('body', {
  none: {
    asked: 'no body',
    answer: 'the same as `{}`',
    label: 'documented',
    evidence: evidence.page,
  },
  contentType: {
    asked: 'another `Content-Type` than `application/json`, or none',
    answer: 'not looked at; the body is read as JSON whatever it says',
    label: 'assumed',
  },
  notJson: {
    asked: 'not JSON, not UTF-8, only blanks',
    answer: '400 `Improper payload`',
    label: 'observed',
    evidence: evidence.siblings,
    settings: ['errors.improperPayload'],
  },
  array: {
    asked: 'an array',
    answer: '412',
    label: 'assumed',
    settings: ['errors.validation'],
  },
  scalar: {
    asked: '`null`, a number, a string, true or false',
    answer: '412',
    label: 'assumed',
    settings: ['errors.validation'],
  },
  large: {
    asked: 'over 1 MiB (1,048,576 bytes)',
    answer: '400 `Improper payload`',
    label: 'emulator',
    evidence: 'a bound of its own, far above what the API has a use for',
    settings: ['errors.improperPayload'],
  },
  unknownField: {
    asked: 'unknown fields',
    answer: 'ignored, and named in the log line and the [journal](control-api.md#journal)',
    label: 'assumed',
  },
  containmentType: {
    asked: '`containmentType` in the body',
    answer: 'ignored, as any unknown field',
    label: 'assumed',
  },
  includeMeta: {
    asked: '`includeMeta`',
    answer: 'accepted',
    label: 'documented',
    evidence: evidence.newerPage,
  },
  includeMetaMeaning: {
    asked: 'what `includeMeta` adds',
    answer: 'nothing',
    label: 'assumed',
  },
  nullField: {
    asked: 'a field with `null`',
    answer: '412; leave the field out instead',
    label: 'assumed',
  },
  wrongType: {
    asked: 'a field of a wrong type',
    answer: '412',
    label: 'assumed',
  },
  json: {
    asked: 'duplicate names, escapes, blanks, a byte order mark',
    answer: 'of duplicate names the last counts; the rest is read as JSON has it',
    label: 'assumed',
    evidence: 'RFC 8259 and what JSON readers do',
  },
  userId: {
    asked: '`userId`',
    answer: "exact match on the user's internal id, as rows show it",
    label: 'documented',
    evidence: evidence.page,
  },
  userIdIdentities: {
    asked: '`userId` is an e-mail or an enterprise id',
    answer: 'matches sessions whose `identities` hold it (see [import](control-api.md#sessions))',
    label: 'assumed',
    evidence: "the vendor's page names the forms, and not how they match",
  },
  userIdEmpty: {
    asked: '`userId` empty',
    answer: '412',
    label: 'assumed',
  },
  skipAndOffset: {
    asked: '`skip`, `offset`',
    answer: 'the same thing',
    label: 'documented',
    evidence: evidence.page,
  },
  both: {
    asked: 'both `skip` and `offset`',
    answer: '`skip` wins; both must be valid',
    label: 'assumed',
  },
  skipPastEnd: {
    asked: '`skip` beyond the last match',
    answer: '200, no rows, `total` as it is, `moreAvailable: false`',
    label: 'assumed',
  },
  numericStrings: {
    asked: '`skip`, `offset`, `limit` as strings of digits',
    answer: 'accepted',
    label: 'assumed',
  },
  skipNegative: {
    asked: '`skip` negative',
    answer: '412',
    label: 'assumed',
  },
  fractional: {
    asked: '`skip` or `limit` fractional',
    answer: '412',
    label: 'assumed',
  },
  limitAbsent: {
    asked: '`limit` absent',
    answer: '100',
    label: 'assumed',
    settings: ['defaultLimit'],
  },
  limitMost: {
    asked: 'the most rows on a page',
    answer: '10,000',
    label: 'documented',
    evidence: evidence.page,
    settings: ['maxLimit'],
  },
  limitOversized: {
    asked: '`limit` over 10,000, however large',
    answer: 'clamped to 10,000, `1e400` as well',
    label: 'assumed',
    settings: ['oversizedLimit'],
  },
  limitZero: {
    asked: '`limit` 0',
    answer: '412',
    label: 'assumed',
  },
  limitNegative: {
    asked: '`limit` negative',
    answer: '412',
    label: 'assumed',
  },
  sessionType: {
    asked: '`sessionType`',
    answer: '`interactive` or `non-interactive`',
    label: 'documented',
    evidence: evidence.page,
  },
  sessionTypeUnknown: {
    asked: 'another `sessionType`',
    answer: '412',
    label: 'assumed',
  },
  filtersTogether: {
    asked: 'several filters',
    answer: 'all of them must hold',
    label: 'documented',
    evidence: evidence.page,
  },
  tags: {
    asked: '`tags`',
    answer:
      '`{"and": [{"name", "values", "type"}]}`; an entry matches a tag of its name with any of its `values`',
    label: 'assumed',
    evidence: evidence.siblingPages,
  },
  tagsAnd: {
    asked: '`tags.and`',
    answer: 'every entry must match',
    label: 'assumed',
    evidence: evidence.siblingPages,
  },
  tagsOr: {
    asked: '`tags.or`',
    answer: 'one entry must match, where there are any; with `and` beside it both must hold',
    label: 'assumed',
    evidence: evidence.siblingPages,
  },
  tagsTooMany: {
    asked: 'how many conditions',
    answer: 'at most 100 conditions, and 1,000 values together; more: 412',
    label: 'emulator',
    evidence: 'a bound of its own',
    settings: ['errors.validation'],
  },
  tagsMalformed: {
    asked: '`tags` of another shape',
    answer: '412',
    label: 'assumed',
    settings: ['errors.validation'],
  },
  tagWithoutType: {
    asked: 'a tag entry without `type`',
    answer: 'matches user tags and session tags',
    label: 'assumed',
  },
  tagWithoutValues: {
    asked: 'a tag entry with `values: []`',
    answer: 'matches nothing',
    label: 'assumed',
  },
  tagRepeated: {
    asked: 'a tag name that repeats in one session',
    answer: 'matches by each of its values',
    label: 'observed',
    evidence: evidence.captured,
  },
});
