import { Refusal } from '../../domain/refusal.ts';
import type { AccountSettings } from '../../domain/settings.ts';
import type { Sent } from '../../vendor/api.ts';
import { asksForNoRows, fieldRefusal, readPageFields } from '../../vendor/fields-as-set.ts';
import { isParameter, readFields, unreadOf } from './fields.ts';

/**
 * What a request says in its query string and its body, as the account's settings have it read; where both say something
 * the body counts (assumed).
 *
 * @throws Refusal where the settings refuse a part of it
 */
export function mergedFields(sent: Sent, settings: AccountSettings): Record<string, unknown> {
  refuseUnread(sent, settings);
  const ofQuery = queryFields(sent, settings);
  const body = Object.entries(sent.body).filter(
    ([name, value]) => value !== null || settings.nullFields === 'refuse' || !readFields.has(name),
  );
  const given = Object.fromEntries(body);
  const isEmptyPage = asksForNoRows({ ...ofQuery, ...given }, settings);
  readPageFields(given, settings);
  // All that a query string says is text.
  readPageFields(ofQuery, { ...settings, numericStrings: 'accept' });
  const all = {
    ...ofQuery,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
  return isEmptyPage ? { ...all, limit: noRows } : all;
}

/** What stands as the limit where the settings give no rows for it. */
export const noRows = Symbol('no rows');

function queryFields({ parameters }: Sent, { repeatedParameters }: AccountSettings): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const name of parameters.keys()) {
    if (!isParameter(name)) continue;
    const values = parameters.getAll(name);
    if (values.length > 1 && repeatedParameters === 'refuse') {
      throw new Refusal('validation', 'query_parameter_invalid', `${name} is given ${values.length} times.`);
    }
    given[name] = values.at(repeatedParameters === 'last' ? -1 : 0);
  }
  return given;
}

function refuseUnread(sent: Sent, { unknownFields, unknownParameters }: AccountSettings): void {
  if (unknownFields !== 'refuse' && unknownParameters !== 'refuse') return;
  const unread = unreadOf(sent);
  const parameters = unread.filter((name) => name.startsWith('?'));
  if (unknownParameters === 'refuse' && parameters.length > 0)
    throw new Refusal('validation', 'query_parameter_invalid', `nothing reads ${parameters.join(', ')}`);
  const fields = unread.filter((name) => !name.startsWith('?'));
  if (unknownFields === 'refuse' && fields.length > 0)
    throw fieldRefusal(`nothing reads ${fields.join(', ')}`);
}
