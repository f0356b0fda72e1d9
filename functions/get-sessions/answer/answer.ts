import type { Narrowing } from '../../domain/journal.ts';
import type { SessionReader } from '../../store/reader/session-reader.ts';
import type { Usage } from '../../store/table/meter.ts';
import type { Answer, Asker, Sent } from '../../vendor/api.ts';
import { readSteadily } from '../../vendor/read-steadily.ts';
import { parseRequest } from '../parse/request.ts';
import { answerByIds } from './by-ids.ts';
import { answerByWindow } from './by-window.ts';
import type { PageCache } from './page-cache.ts';

/** What answers are made from. */
export interface AnswerSource {
  reader: SessionReader;
  pages: PageCache;
}

/**
 * Answers a request from what the table holds.
 *
 * @param usage to which is added what it costs
 * @throws Refusal where it is not valid, or the account is gone by now
 */
export async function answer(
  sent: Sent,
  asker: Asker,
  { reader, pages }: AnswerSource,
  usage: Usage,
): Promise<Answer> {
  const query = await parseRequest(sent, asker.account.settings, asker.now);
  return readSteadily(
    asker,
    reader,
    (view) =>
      query.kind === 'byId'
        ? answerByIds(query.sessionIds, asker, view)
        : answerByWindow(query, asker, view, pages, sent.shuffle),
    usage,
  );
}

/**
 * How many sessions each part of a request has left; undefined where the account has none.
 *
 * @throws Refusal as `answer`
 */
export async function explain(
  sent: Sent,
  asker: Asker,
  { reader }: AnswerSource,
): Promise<Narrowing | undefined> {
  const query = await parseRequest(sent, asker.account.settings, asker.now);
  // Loaded where it is asked for: most requests find something.
  const { narrow } = await import('./narrowing.ts');
  return readSteadily(asker, reader, (view) => narrow(query, asker, view));
}
