import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Account, App } from '../../domain/account.ts';

interface Candidate {
  key: string | Buffer;
  mistake: string;
}

const hashes: Partial<Record<string, string>> = { HS256: 'sha256', HS512: 'sha512' };

/** What comes along when a secret is read from a file, a terminal or a configuration. */
const surroundings: [before: string, after: string, what: string][] = [
  ['', '\n', 'a line break after it'],
  ['', '\r\n', 'a line break after it'],
  ['\n', '', 'a line break before it'],
  ['', ' ', 'a blank after it'],
  [' ', '', 'a blank before it'],
  [' ', ' ', 'blanks around it'],
  ['', '\t', 'a tab after it'],
  ['"', '"', 'quotes around it'],
  ["'", "'", 'quotes around it'],
];

function candidates(app: App, account: Account): Candidate[] {
  const { clientSecret } = app;
  const decoded = Buffer.from(clientSecret, 'base64');
  return [
    ...(decoded.length === 0
      ? []
      : [
          {
            key: decoded,
            mistake: 'what base64 makes of the secret, decoded. Use the literal string, as it is',
          },
        ]),
    ...surroundings.map(([before, after, what]) => ({
      key: before + clientSecret + after,
      mistake: `the secret with ${what}: take that away`,
    })),
    { key: clientSecret.trim(), mistake: 'the secret without the blanks around it: they are part of it' },
    // The app's own is among them, by which the signature would be right.
    ...[...account.apps.values()].map((other) => ({
      key: other.clientSecret,
      mistake: `the secret of another app of the account, ${other.clientId}`,
    })),
  ];
}

/**
 * Which of the common mistakes a wrong HMAC signature comes from.
 *
 * @param algorithm that of the token's header
 * @returns the key that it was made with, in words; undefined where it is none that the emulator can think of
 */
export function findSignatureMistake(
  token: string,
  algorithm: string,
  app: App,
  account: Account,
): string | undefined {
  const hash = hashes[algorithm];
  if (hash === undefined) return undefined;
  const end = token.lastIndexOf('.');
  const signed = token.slice(0, end);
  const signature = Buffer.from(token.slice(end + 1), 'base64url');
  return candidates(app, account).find(({ key }) => {
    const made = createHmac(hash, key).update(signed).digest();
    return made.length === signature.length && timingSafeEqual(made, signature);
  })?.mistake;
}
