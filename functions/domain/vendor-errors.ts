/** One row of the vendor's error table: what a client of the real API sees. */
export interface VendorError {
  status: number;
  msg: string;
  code: number;
}

const invalidCredentials = { status: 401, msg: 'Invalid SDK credentials', code: 4002 };
const methodNotAllowed = { status: 405, msg: 'Method Not Allowed', code: 405 };
const incorrectScope = { status: 401, msg: 'Permission denied. Scope is incorrect!', code: 4002 };

/**
 * Every refusal the emulated routes know, by name. Where the vendor answers two causes alike they still
 * have two names, so that an account's settings can change one without the other.
 */
export const vendorErrors = {
  invalidCredentials,
  unacceptableToken: invalidCredentials,
  notAJwt: { status: 401, msg: 'Invalid JWT token', code: 4002 },
  jtiReplayed: { status: 401, msg: 'error verifying the jwt: possibly a replay', code: 401 },
  jtiExpiryTooFar: {
    status: 401,
    msg: 'error verifying the jwt: if "jti" claim "exp" must be <= 1 hour(s)',
    code: 401,
  },
  scopeNotGranted: incorrectScope,
  builderOnAccountRoute: incorrectScope,
  botNotLinked: invalidCredentials,
  unknownBot: { status: 400, msg: 'Invalid StreamId', code: 400 },
  methodNotAllowed,
  wrongMethod: methodNotAllowed,
  notFound: { status: 404, msg: 'Not Found', code: 404 },
  improperPayload: { status: 400, msg: 'Improper payload', code: 400 },
  validation: { status: 412, msg: 'Validation errors/ Invalid arguments', code: 412 },
  windowTooLong: {
    status: 412,
    msg: 'The duration between dateFrom and dateTo must not be more than 7 days',
    code: 412,
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
} as const satisfies Record<string, VendorError>;

export type VendorErrorName = keyof typeof vendorErrors;

export const vendorErrorNames = Object.keys(vendorErrors) as VendorErrorName[];
