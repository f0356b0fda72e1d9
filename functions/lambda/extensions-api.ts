import { type IncomingHttpHeaders, request } from 'node:http';
import { collect } from '../store/table/collect.ts';

export interface ExtensionsApiAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/**
 * One call to the Lambda Extensions API. It has no time limit: asking for the next event is answered when there
 * is one, and the process may be frozen for hours in between.
 */
export function callExtensionsApi(
  method: 'GET' | 'POST',
  url: string,
  headers: Record<string, string>,
  body?: string,
): Promise<ExtensionsApiAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers }, (incoming) => {
      const { statusCode = 0, headers: fields } = incoming;
      collect(incoming).then(
        (bytes) => resolve({ status: statusCode, headers: fields, body: bytes.toString() }),
        reject,
      );
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
