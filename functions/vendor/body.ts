import { Refusal } from '../domain/refusal.ts';

/** Far above any body the API has a use for: 50 ids and a filter are a few kilobytes. */
export const maxBodyBytes = 1_048_576;

export type BodyObject = Record<string, unknown>;

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    const compressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const hint = compressed ? ' (it looks compressed)' : '';
    throw new Refusal('improperPayload', 'body_not_json', `The body is not JSON in UTF-8${hint}.`);
  }
}

/**
 * Takes the fields out of a body. None at all is the same as `{}` (vendor page). The content type is not
 * looked at: what is sent is JSON or it is refused.
 *
 * @param bytes undefined where there were more than `maxBodyBytes`
 * @throws Refusal where it is too large or not a JSON object
 */
export function parseBody(bytes: Uint8Array | undefined): BodyObject {
  if (!bytes) {
    throw new Refusal('improperPayload', 'body_too_large', `The body is larger than ${maxBodyBytes} bytes.`);
  }
  if (bytes.length === 0) return {};
  const body = parse(bytes);
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as BodyObject;
  const kind = Array.isArray(body) ? 'an array' : body === null ? 'null' : `a ${typeof body}`;
  throw new Refusal('validation', 'body_not_an_object', `The body must be a JSON object, not ${kind}.`);
}
