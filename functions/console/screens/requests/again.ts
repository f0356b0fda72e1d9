import { baseUrl } from '../../api/address.ts';
import { call } from '../../api/calls.ts';
import { sendVendor, type VendorAnswer } from '../../api/vendor.ts';
import type { Sample } from '../../samples/shell.ts';
import type { Listed } from './journal.ts';

/** The body of a request as text; undefined where it had none. */
function bodyText({ body }: Pick<Listed, 'body'>): string | undefined {
  if (body === undefined) return undefined;
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** A token of the app that asked, good from now on; none where nobody knows which it was. */
async function freshToken(accountId: string, { clientId }: Listed): Promise<string | undefined> {
  if (clientId === undefined || accountId === '') return undefined;
  return (await call('makeToken', { path: { accountId }, body: { clientId } })).token;
}

/** The request as code, with a fresh token. */
export async function sampleOf(accountId: string, entry: Listed): Promise<Sample> {
  const { method, path, query } = entry;
  return {
    url: baseUrl() + path + query,
    method,
    token: await freshToken(accountId, entry),
    body: bodyText(entry),
  };
}

export async function sendAgain(accountId: string, entry: Listed): Promise<VendorAnswer> {
  const { method, path, query } = entry;
  const token = await freshToken(accountId, entry);
  return sendVendor({ method, path: path + query, token, body: bodyText(entry) });
}
