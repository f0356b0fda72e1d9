/** One HTTP request as it reaches API Gateway. */
export interface SentRequest {
  method: string;
  /** As on the wire, percent-encoding and all. */
  path: string;
  /** As on the wire, without the question mark. */
  query: string;
  /** In the order sent; a name may come again. */
  headers: readonly (readonly [string, string])[];
  body: Uint8Array;
}

/** Thrown where API Gateway answers by itself. */
export class GatewayRefusal extends Error {
  override readonly name = 'GatewayRefusal';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const sourceIp = '198.51.100.7';

/** The id that API Gateway gives every request. */
export const gatewayRequestId = 'JKJaXmPLvHcESHA=';

/** Headers that API Gateway adds. */
export function addedHeaders(host: string): [string, string][] {
  return [
    ['Host', host],
    ['X-Amzn-Trace-Id', 'Root=1-5f84c7a7-0e5b1e1e1e1e1e1e1e1e1e1e'],
    ['X-Forwarded-For', sourceIp],
    ['X-Forwarded-Port', '443'],
    ['X-Forwarded-Proto', 'https'],
  ];
}

/** The values of each name, in the order in which the names first came. */
export function grouped(pairs: Iterable<readonly [string, string]>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, value] of pairs) groups.set(name, [...(groups.get(name) ?? []), value]);
  return groups;
}
