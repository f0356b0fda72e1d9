import { expect, test } from 'vitest';
import { vendorErrorNames, vendorErrors } from '../../functions/domain/vendor-errors.ts';

// Word for word: programs under test compare these texts.
const table = {
  invalidCredentials: [401, 'Invalid SDK credentials', 4002],
  unacceptableToken: [401, 'Invalid SDK credentials', 4002],
  notAJwt: [401, 'Invalid JWT token', 4002],
  jtiReplayed: [401, 'error verifying the jwt: possibly a replay', 401],
  jtiExpiryTooFar: [401, 'error verifying the jwt: if "jti" claim "exp" must be <= 1 hour(s)', 401],
  scopeNotGranted: [401, 'Permission denied. Scope is incorrect!', 4002],
  builderOnAccountRoute: [401, 'Permission denied. Scope is incorrect!', 4002],
  botNotLinked: [401, 'Invalid SDK credentials', 4002],
  unknownBot: [400, 'Invalid StreamId', 400],
  methodNotAllowed: [405, 'Method Not Allowed', 405],
  wrongMethod: [405, 'Method Not Allowed', 405],
  notFound: [404, 'Not Found', 404],
  improperPayload: [400, 'Improper payload', 400],
  validation: [412, 'Validation errors/ Invalid arguments', 412],
  windowTooLong: [412, 'The duration between dateFrom and dateTo must not be more than 7 days', 412],
  rateLimitMinute: [
    429,
    "You've exceeded the per-minute rate limit. Please wait for sometime before retrying.",
    429,
  ],
  rateLimitHour: [
    429,
    "You've exceeded the hourly rate limit. Please wait for sometime before retrying.",
    429,
  ],
  internal: [500, 'Internal Server Error', 500],
} as const;

test("the table of errors is the vendor's", () => {
  const actual = Object.entries(vendorErrors).map(([name, { status, msg, code }]) => [
    name,
    [status, msg, code],
  ]);
  expect(Object.fromEntries(actual)).toEqual(table);
  expect(vendorErrorNames).toEqual(Object.keys(table));
});
