import { Refusal } from '../../domain/refusal.ts';
import { AccountGoneError } from '../../store/errors.ts';
import type { SessionReader } from '../../store/reader/session-reader.ts';
import type { SessionView } from '../../store/reader/session-view.ts';
import type { Usage } from '../../store/table/meter.ts';
import type { SessionsQuery } from '../parse/request.ts';
import { answerByIds } from './by-ids.ts';
import { answerByWindow } from './by-window.ts';
import { pagesOf } from './page-cache.ts';
import type { Answer, Asker } from './types.ts';

/**
 * Answers a valid request from what the table holds.
 *
 * @param usage to which is added what it costs
 * @throws Refusal where the account is gone by now
 */
export async function answer(
  query: SessionsQuery,
  asker: Asker,
  reader: SessionReader,
  usage: Usage,
): Promise<Answer> {
  const work = (view: SessionView): Promise<Answer> =>
    query.kind === 'byId'
      ? answerByIds(query.sessionIds, asker, view)
      : answerByWindow(query, asker, view, pagesOf(reader));
  try {
    return await reader.read(asker.account, work, usage);
  } catch (error) {
    if (!(error instanceof AccountGoneError)) throw error;
    throw new Refusal('invalidCredentials', 'client_unknown', 'The account was removed while it was asked.');
  }
}
