import { pathOf } from './address.ts';

/** A request to an emulated API. */
export interface VendorRequest {
  method: string;
  /** With its query string, below the base URL. */
  path: string;
  /** None where it is left out. */
  token?: string | undefined;
  body?: string | undefined;
}

export interface VendorAnswer {
  status: number;
  headers: [string, string][];
  reason: string | undefined;
  text: string;
  ms: number;
}

/**
 * Sends a request as a client would.
 *
 * @throws Error where the connection broke before the answer
 */
export async function sendVendor({ method, path, token, body }: VendorRequest): Promise<VendorAnswer> {
  const started = performance.now();
  const takesBody = method !== 'GET' && method !== 'HEAD';
  const response = await fetch(pathOf(path), {
    method,
    credentials: 'omit',
    cache: 'no-store',
    headers: {
      accept: 'application/json',
      ...(token === undefined ? {} : { auth: token }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(takesBody && body !== undefined ? { body } : {}),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: [...response.headers],
    reason: response.headers.get('x-emulator-reason') ?? undefined,
    text,
    ms: Math.round(performance.now() - started),
  };
}
