import { evidence } from './evidence.ts';
import { rowsOf } from './row.ts';

export const responseRows = rowsOf('response', {
  shape: {
    asked: 'shape',
    answer: '`{"total", "moreAvailable", "sessions"}`, and `invalidSessions` where `sessionId` was sent',
    label: 'documented',
    evidence: evidence.page,
  },
  nothing: {
    asked: 'nothing found',
    answer: '`{"total":0,"moreAvailable":false,"sessions":[]}`',
    label: 'documented',
    evidence: evidence.page,
  },
  total: {
    asked: '`total`',
    answer: 'every match, not the page',
    label: 'documented',
    evidence: evidence.page,
  },
  moreAvailable: {
    asked: '`moreAvailable`',
    answer: 'true where rows remain after this page',
    label: 'documented',
    evidence: evidence.page,
  },
  order: {
    asked: 'order',
    answer: 'newest start first',
    label: 'documented',
    evidence: evidence.page,
  },
  equalStarts: {
    asked: 'equal starts',
    answer: 'by session id, descending',
    label: 'assumed',
    settings: ['equalStarts'],
  },
  cut: {
    asked: 'a page too large for one response',
    answer:
      'cut at a row, `moreAvailable: true`, the header `x-emulator-reason: page_cut: …`; at least one row is returned',
    label: 'emulator',
    evidence: 'Lambda carries 6 MB',
    settings: ['maxResponseBytes'],
  },
  gzip: {
    asked: '`Accept-Encoding: gzip`',
    answer: 'pages of a megabyte and more, of sessions or messages, are compressed: `Content-Encoding: gzip`',
    label: 'emulator',
    settings: ['gzipAnswers'],
  },
  fields: {
    asked: 'row fields and their order',
    answer:
      '`sessionId`, `botId`, `channel`, `userId`, `start_time`, `end_time`, `session_lang`, `sessionType`, `isDeveloper`, `sessionStatus`, `tags`, `noOfMessagesExchanged`, `noOfTasksExecuted`, `containmentType`',
    label: 'documented',
    evidence: evidence.newerPage,
  },
  isDeveloper: {
    asked: '`isDeveloper`',
    answer: 'true or false',
    label: 'documented',
    evidence: `${evidence.samples}; its prose says 1 or 0`,
  },
  channel: {
    asked: '`channel`',
    answer: 'any text; the documented ones and others',
    label: 'documented',
    evidence: evidence.page,
  },
  tags: {
    asked: 'tags',
    answer: '`{"value", "name"}` in `userTags` and `sessionTags`',
    label: 'documented',
    evidence: evidence.samples,
  },
  altText: {
    asked: '`altText` among the tags',
    answer: 'where the session has it; made-up ones have none',
    label: 'observed',
    evidence: `${evidence.newerPage} and ${evidence.captured} of 2025`,
    settings: ['generatedAltText'],
  },
  neverInRow: {
    asked: 'messages, metrics, duration, call id, identities',
    answer: 'never in a row',
    label: 'documented',
    evidence: evidence.samples,
  },
  active: {
    asked: 'an active session',
    answer:
      'listed under `selfService`, with `sessionStatus: "active"`, whatever it will be once closed; one whose row fixes its status is listed as the row says',
    label: 'observed',
    evidence: evidence.captured,
  },
  activeEndTime: {
    asked: '`end_time` of an active session',
    answer: 'while the clock has it active: now, to the second, and not before its start',
    label: 'assumed',
    settings: ['activeEndTime'],
  },
  imported: {
    asked: 'a row that was imported',
    answer:
      'as it was, member for member: unknown ones, values of any type, `altText`; `isDeveloper` and times as they were written',
    label: 'emulator',
    otherwise: '`?strict=true`',
  },
  tagValues: {
    asked: 'tag values in filters and rows',
    answer: 'compared as texts: 5 is found by 5 and by "5"',
    label: 'assumed',
    evidence: "the vendor's page says mixed types, and not how they compare",
  },
  whenActive: {
    asked: 'when a session is active',
    answer: "as stored where the session fixes its status; else until its `end_time` by the account's clock",
    label: 'emulator',
    otherwise: 'the clock',
  },
  contentType: {
    asked: '`Content-Type` of the answer',
    answer: '`application/json; charset=utf-8`',
    label: 'assumed',
    settings: ['responseContentType'],
  },
});
