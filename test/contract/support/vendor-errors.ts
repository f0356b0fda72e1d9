/** The error table: what the wire says, by the suite's own names. */
export const vendorErrors = {
  invalidCredentials: { status: 401, msg: 'Invalid SDK credentials', code: 4002 },
  notAJwt: { status: 401, msg: 'Invalid JWT token', code: 4002 },
  incorrectScope: { status: 401, msg: 'Permission denied. Scope is incorrect!', code: 4002 },
  unknownBot: { status: 400, msg: 'Invalid StreamId', code: 400 },
  methodNotAllowed: { status: 405, msg: 'Method Not Allowed', code: 405 },
  notFound: { status: 404, msg: 'Not Found', code: 404 },
  improperPayload: { status: 400, msg: 'Improper payload', code: 400 },
  validation: { status: 412, msg: 'Validation errors/ Invalid arguments', code: 412 },
  windowTooLong: {
    status: 412,
    msg: 'The duration between dateFrom and dateTo must not be more than 7 days',
    code: 412,
  },
  jtiReplayed: { status: 401, msg: 'error verifying the jwt: possibly a replay', code: 401 },
  jtiExpiryTooFar: {
    status: 401,
    msg: 'error verifying the jwt: if "jti" claim "exp" must be <= 1 hour(s)',
    code: 401,
  },
  rateLimitMinute: {
    status: 429,
    msg: "You've exceeded the per-minute rate limit. Please wait for sometime before retrying.",
    code: 429,
  },
  rateLimitHour: {
    status: 429,
    msg: "You've exceeded the hourly rate limit. Please wait for sometime before retrying.",
    code: 429,
  },
  internal: { status: 500, msg: 'Internal Server Error', code: 500 },
} as const;

export type VendorErrorName = keyof typeof vendorErrors;
