import { type VendorErrorName, vendorErrors } from '../vendor-errors.ts';
import { evidence } from './evidence.ts';
import { type RowInput, rowsOf } from './row.ts';

type ErrorInput = Omit<RowInput, 'answer' | 'settings'>;

/** A row for each of the error table, by the same name. */
const inputs: Readonly<Record<VendorErrorName, ErrorInput>> = {
  invalidCredentials: {
    asked: 'no `auth` header, wrong signature, unknown client, account expired',
    label: 'observed',
    evidence: evidence.siblings,
  },
  unacceptableToken: {
    asked: 'expired, not yet valid, algorithm not allowed, rules of JTI or JWE not met',
    label: 'assumed',
  },
  notAJwt: { asked: '`auth` is not a JWT', label: 'observed', evidence: evidence.siblings },
  jtiReplayed: {
    asked: 'a `jti` used before, where the app enforces it',
    label: 'documented',
    evidence: evidence.accessPage,
  },
  jtiExpiryTooFar: {
    asked: '`exp` missing or more than an hour away, where the app enforces JTI',
    label: 'documented',
    evidence: `${evidence.accessPage}; that a missing \`exp\` is too far is assumed`,
  },
  scopeNotGranted: { asked: 'the app lacks the scope', label: 'observed', evidence: evidence.siblings },
  builderOnAccountRoute: { asked: 'a builder app on the account route', label: 'assumed' },
  botNotLinked: {
    asked: 'builder app, bot unknown or not linked to it',
    label: 'observed',
    evidence: evidence.siblings,
  },
  unknownBot: {
    asked: 'admin app, bot unknown in its account',
    label: 'observed',
    evidence: evidence.siblings,
  },
  methodNotAllowed: {
    asked: 'wrong method, or wrong path under `/api/public`',
    label: 'observed',
    evidence: `${evidence.siblings}, for a wrong path`,
  },
  notFound: { asked: 'a path outside `/api/public`', label: 'emulator' },
  improperPayload: {
    asked: 'body not JSON, too large, or broken off',
    label: 'observed',
    evidence: `${evidence.siblings}, for one that is not JSON`,
  },
  validation: {
    asked: 'a field or parameter is not valid',
    label: 'observed',
    evidence: evidence.siblings,
  },
  windowTooLong: { asked: 'window over 7 days', label: 'assumed' },
  rateLimitMinute: {
    asked: 'the limit per 60 s is used up',
    label: 'documented',
    evidence: "the vendor's text; its `code` is assumed",
  },
  rateLimitHour: {
    asked: 'the limit per hour is used up',
    label: 'documented',
    evidence: "the vendor's text; its `code` is assumed",
  },
  internal: {
    asked: 'the emulator or its table failed, or the answer was not ready within 27 s',
    label: 'observed',
    evidence: `${evidence.siblings}; the time is the emulator's own`,
  },
};

const answerOf = (name: VendorErrorName): string => {
  const { status, msg, code } = vendorErrors[name];
  return `${status} \`${msg}\`, code ${code}`;
};

export const errorRows = rowsOf(
  'errors',
  Object.fromEntries(
    (Object.keys(inputs) as VendorErrorName[]).map((name) => [
      name,
      { ...inputs[name], answer: answerOf(name), settings: [`errors.${name}` as const] },
    ]),
  ),
);
