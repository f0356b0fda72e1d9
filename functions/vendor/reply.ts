import type { Reason, Refusal } from '../domain/refusal.ts';
import type { AccountSettings } from '../domain/settings.ts';
import { type VendorError, vendorErrors } from '../domain/vendor-errors.ts';
import type { Reply } from '../http/application.ts';

/** Carries what the vendor's wire does not say: a stable code and a sentence. */
export const reasonHeader = 'x-emulator-reason';

const contentTypes = { charset: 'application/json; charset=utf-8', bare: 'application/json' };
const longestReason = 500;

/** A reason as a header value: printable ASCII on one line, whatever the request had in it. */
export function toReasonHeader(code: string, text: string): string {
  const plain = text.replace(/[^\x20-\x7e]/g, '?');
  const short = plain.length > longestReason ? `${plain.slice(0, longestReason)}...` : plain;
  return `${code}: ${short}`;
}

export function toJsonReply(
  status: number,
  body: string | Uint8Array<ArrayBuffer>,
  reason?: { code: string; text: string },
  settings?: Pick<AccountSettings, 'responseContentType'>,
): Reply {
  const contentType = { 'content-type': contentTypes[settings?.responseContentType ?? 'charset'] };
  const headers = reason
    ? { ...contentType, [reasonHeader]: toReasonHeader(reason.code, reason.text) }
    : contentType;
  return { status, headers, body };
}

/** The body of a reply as it is sent. */
export const bytesOf = ({ body }: Reply): Uint8Array<ArrayBuffer> =>
  typeof body === 'string' ? new TextEncoder().encode(body) : (body ?? new Uint8Array());

/** The error table's row for a refusal, as the account's settings have it. */
export function vendorErrorOf(
  refusal: Refusal,
  overrides: AccountSettings['errors'] | undefined,
): VendorError {
  const { status, msg, code } = overrides?.[refusal.error] ?? {};
  const row: VendorError = vendorErrors[refusal.error];
  return { status: status ?? row.status, msg: msg ?? row.msg, code: code ?? row.code };
}

/** A refusal in the vendor's words, the reason in a header beside it. */
export function toErrorReply(
  { status, msg, code }: VendorError,
  reason: Reason,
  settings?: Pick<AccountSettings, 'responseContentType'>,
): Reply {
  return toJsonReply(status, JSON.stringify({ errors: [{ msg, code }] }), reason, settings);
}
