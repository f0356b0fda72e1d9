import { type VendorErrorName, vendorErrors } from './vendor-errors.ts';

export const jsonType = 'application/json; charset=utf-8';

/** What is compared of a response; all of it, so that a test sees everything that differs at once. */
export interface Answer {
  status: number;
  contentType: string | null;
  /** The stable code that x-emulator-reason begins with. */
  reason: string | null;
  body: unknown;
}

export function reasonCode(response: Response): string | null {
  const header = response.headers.get('x-emulator-reason');
  return header === null ? null : (header.split(':')[0] ?? '');
}

export async function readAnswer(response: Response): Promise<Answer> {
  return {
    status: response.status,
    contentType: response.headers.get('content-type'),
    reason: reasonCode(response),
    body: parse(await response.text()),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The answer 200 with this body. */
export function answered(body: unknown): Answer {
  return { status: 200, contentType: jsonType, reason: null, body };
}

/** The answer that holds these sessions, all there are. */
export function found(sessions: readonly unknown[]): Answer {
  return answered({ total: sessions.length, moreAvailable: false, sessions });
}

/** The refusal of this row of the error table. */
export function refused(error: VendorErrorName, reason: string): Answer {
  const { status, msg, code } = vendorErrors[error];
  return { status, contentType: jsonType, reason, body: { errors: [{ msg, code }] } };
}

/** A validation failure because of a field of the body. */
export const invalidField = refused('validation', 'body_field_invalid');

/** A validation failure because of a query parameter. */
export const invalidParameter = refused('validation', 'query_parameter_invalid');
