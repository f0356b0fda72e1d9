import { createHash, createHmac } from 'node:crypto';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

export type Headers = Readonly<Record<string, string>>;

const algorithm = 'AWS4-HMAC-SHA256';
const service = 'dynamodb';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Keys are good for a day and a region, and take longer to make than a signature. */
let kept: { name: string; key: Buffer } | undefined;

function signingKey(secret: string, day: string, region: string): Buffer {
  const name = `${secret} ${day} ${region}`;
  if (kept?.name !== name) {
    const parts = [region, service, 'aws4_request'];
    kept = { name, key: parts.reduce(hmac, hmac(`AWS4${secret}`, day)) };
  }
  return kept.key;
}

/**
 * Signs a call to DynamoDB: a POST to the path "/". (AWS: Signature Version 4.)
 *
 * @param headers of the call, in lower case; `host` among them
 * @param at Unix ms
 * @returns the headers with what proves who calls
 */
export function signed(
  headers: Headers,
  body: string,
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  region: string,
  at: number,
): Headers {
  const time = new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
  const day = time.slice(0, 8);
  const all: Record<string, string> = { ...headers, 'x-amz-date': time };
  if (sessionToken !== undefined) all['x-amz-security-token'] = sessionToken;
  const names = Object.keys(all).sort();
  const canonical = [
    'POST',
    '/',
    '',
    ...names.map((name) => `${name}:${all[name]?.trim()}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = [algorithm, time, scope, sha256(canonical)].join('\n');
  const signature = hmac(signingKey(secretAccessKey, day, region), toSign).toString('hex');
  const proof = `Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...all, authorization: `${algorithm} ${proof}` };
}
