import { vendorMembers } from '../../../functions/domain/rows/names.ts';
import type { Answered, RealRow } from '../../real-api/outcome.ts';
import { describe, found } from '../choice.ts';
import { differs, type Finding, notMeasured, same } from '../finding.ts';
import type { ProbeGroup, Probing } from '../run-context.ts';
import { within } from './within.ts';

const check = (row: string, isSame: boolean, vendor: string): Finding =>
  isSame ? same(row) : differs(row, vendor);

/** What a plain answer of one row says by itself. */
function envelope(answer: Answered, total: number): Finding[] {
  const { members } = answer;
  return [
    check(
      'response.shape',
      members.join() === 'total,moreAvailable,sessions',
      `members ${members.join(', ')}`,
    ),
    check('response.total', answer.total === total, 'another total than there are sessions'),
    check('response.moreAvailable', answer.moreAvailable === total > 1, 'the other value'),
    check('query.containmentTypeAbsent', answer.total === total, 'not all sessions'),
  ];
}

/** Which members rows have, without their values. */
function members(rows: readonly RealRow[]): Finding[] {
  const unlike = rows.find((row) => Object.keys(row).join() !== vendorMembers.join());
  const named = unlike && Object.keys(unlike).filter((name) => /^\w{1,40}$/.test(name));
  const isBoolean = rows.every(({ isDeveloper }) => typeof isDeveloper === 'boolean');
  return [
    check('response.fields', unlike === undefined, `members ${named?.join(', ')}`),
    check('response.isDeveloper', isBoolean, 'no boolean in some row'),
  ];
}

function order(probing: Probing): Finding[] {
  const { rows } = probing.sample;
  const starts = rows.map((row) => Date.parse(row.start_time));
  const isNewestFirst = starts.every((start, index) => index === 0 || start <= (starts[index - 1] ?? start));
  const pairs = rows.slice(1).flatMap((row, index) => {
    const before = rows[index];
    return before?.start_time === row.start_time ? [before.sessionId > row.sessionId] : [];
  });
  const newest =
    rows.length > 1
      ? check('response.order', isNewestFirst, 'another order')
      : notMeasured('response.order', 'the sample holds one session only');
  const row = 'response.equalStarts';
  if (pairs.length === 0) return [newest, notMeasured(row, 'no two sessions of the sample begin together')];
  if (!pairs.includes(false)) return [newest, found(probing, row, 'equalStarts', 'descending', 'descending')];
  if (!pairs.includes(true)) return [newest, found(probing, row, 'equalStarts', 'ascending', 'ascending')];
  return [newest, differs(row, 'neither way by session id')];
}

const besideMs = 120_000;

/** How the end of active sessions is told: by now, or by what is to come. */
function activeEnds(probing: Probing, { rows }: Answered): Finding {
  const row = 'response.activeEndTime';
  const now = probing.now();
  const ends = rows
    .filter(({ sessionStatus }) => sessionStatus === 'active')
    .map(({ end_time: end }) => (typeof end === 'string' ? Date.parse(end) : Number.NaN));
  if (ends.length === 0) return notMeasured(row, 'no session is active');
  if (ends.every((end) => Math.abs(end - now) <= besideMs))
    return found(probing, row, 'activeEndTime', 'now', 'now');
  if (ends.some((end) => end > now + besideMs))
    return found(probing, row, 'activeEndTime', 'stored', 'in the future');
  return differs(row, 'an earlier time, or none');
}

export const responseProbes: ProbeGroup = {
  name: 'answers',
  run: async (probing) => {
    const { sample } = probing;
    const plain = await probing.ask('response.shape', within(sample));
    const none = await probing.ask('response.nothing', within(sample, { userId: 'nobody' }));
    const newest = await probing.ask('response.activeEndTime', { body: { limit: 100 } });
    if (plain.kind !== 'answered') {
      const rows = ['response.shape', 'response.total', 'response.moreAvailable', 'response.contentType'];
      return rows.map((row) => notMeasured(row, describe(plain)));
    }
    const isEmpty =
      none.kind === 'answered' && none.total === 0 && !none.moreAvailable && none.members.length === 3;
    return [
      ...envelope(plain, sample.rows.length),
      ...members(sample.rows),
      ...order(probing),
      none.kind === 'failed'
        ? notMeasured('response.nothing', none.why)
        : check('response.nothing', isEmpty, describe(none)),
      newest.kind === 'answered'
        ? activeEnds(probing, newest)
        : notMeasured('response.activeEndTime', describe(newest)),
      contentType(probing, plain.contentType),
    ];
  },
};

function contentType(probing: Probing, type: string): Finding {
  const row = 'response.contentType';
  const plain = type.toLowerCase().replaceAll(' ', '');
  if (plain === 'application/json;charset=utf-8')
    return found(probing, row, 'responseContentType', 'charset', type);
  if (plain === 'application/json') return found(probing, row, 'responseContentType', 'bare', type);
  return differs(row, /^[\w/;=. -]{1,80}$/.test(type) ? type : 'another type');
}
