import { Refusal } from '../domain/refusal.ts';
import type { AccountSettings } from '../domain/settings.ts';

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

type BodySettings = Pick<AccountSettings, 'otherContentType' | 'arrayBody' | 'scalarBody'>;

/**
 * Takes the fields out of a body. None at all is the same as `{}` (vendor page). The content type is not
 * looked at unless the settings say so: what is sent is JSON or it is refused.
 *
 * @param bytes undefined where there were more than `maxBodyBytes`
 * @throws Refusal where it is too large or not a JSON object
 */
export function parseBody(
  bytes: Uint8Array | undefined,
  mediaType: string | null,
  settings: BodySettings,
): BodyObject {
  if (!bytes) {
    throw new Refusal('improperPayload', 'body_too_large', `The body is larger than ${maxBodyBytes} bytes.`);
  }
  if (bytes.length === 0) return {};
  if (settings.otherContentType !== 'read' && !/^application\/json\s*(?:;|$)/i.test(mediaType ?? '')) {
    if (settings.otherContentType === 'ignore') return {};
    throw new Refusal('improperPayload', 'body_not_json', 'The Content-Type is not application/json.');
  }
  const body = parse(bytes);
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as BodyObject;
  const kind = Array.isArray(body) ? 'an array' : body === null ? 'null' : `a ${typeof body}`;
  const setting = settings[Array.isArray(body) ? 'arrayBody' : 'scalarBody'];
  if (setting === 'ignore') return {};
  const error = setting === 'refuse' ? 'validation' : 'improperPayload';
  throw new Refusal(error, 'body_not_an_object', `The body must be a JSON object, not ${kind}.`);
}
