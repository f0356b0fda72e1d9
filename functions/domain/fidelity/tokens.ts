import { evidence } from './evidence.ts';
import { rowsOf } from './row.ts';

export const tokenRows = rowsOf('tokens', {
  header: {
    asked: 'header',
    answer: '`auth: <JWT>`, without `Bearer`; `Authorization` is not read',
    label: 'documented',
    evidence: evidence.page,
  },
  jwt: {
    asked: 'what is a JWT',
    answer:
      'three parts of the base64url alphabet without padding (RFC 7515), the first two JSON objects; anything else, `=` included: `Invalid JWT token`',
    label: 'observed',
    evidence: evidence.siblings,
  },
  signature: {
    asked: 'a third part that does not verify',
    answer:
      'a wrong signature, whatever its length; the right bytes in a form of base64url that is not canonical too',
    label: 'observed',
    evidence: evidence.siblings,
  },
  appId: {
    asked: 'the client id in the claim `appId`',
    answer: 'accepted',
    label: 'documented',
    evidence: evidence.accessPage,
  },
  iss: {
    asked: 'the client id in the claim `iss`',
    answer: 'accepted',
    label: 'observed',
    evidence: evidence.clients,
  },
  clientId: {
    asked: 'the client id in the claim `clientId`',
    answer: 'accepted',
    label: 'observed',
    evidence: 'one public client',
  },
  koreIss: {
    asked: 'the client id in the claim `kore_iss`',
    answer: 'accepted',
    label: 'assumed',
    evidence: "documented for the vendor's SDK",
    settings: ['koreIss'],
  },
  claimOrder: {
    asked: 'several of these claims',
    answer: 'the first one present counts, in this order',
    label: 'assumed',
    settings: ['clientIdClaim'],
  },
  otherClaims: {
    asked: '`sub`, `aud`, `iat`, `jti`',
    answer:
      'not required, not looked at, whatever they hold; a foreign `aud` is fine. `jti` counts with "Enforce JTI" only',
    label: 'observed',
    evidence: evidence.clients,
  },
  hs256: {
    asked: 'HS256',
    answer: 'with the secret as the literal string, never base64-decoded',
    label: 'observed',
    evidence: evidence.clients,
  },
  otherAlgorithms: {
    asked: 'HS512, RS256, RS512',
    answer: 'where the app allows them; RS with an uploaded public key',
    label: 'documented',
    evidence: evidence.accessPage,
    otherwise: '`algorithms`, `publicKey` of the app',
  },
  algorithmNotAllowed: {
    asked: '`alg: none`, or an algorithm that the app does not allow',
    answer: '401',
    label: 'assumed',
    settings: ['errors.unacceptableToken'],
  },
  exp: {
    asked: '`exp` in the past',
    answer: "401, by the account's clock",
    label: 'assumed',
    settings: ['expiredTokens', 'tokenClock'],
    otherwise: 'the clock',
  },
  nbf: {
    asked: '`nbf` in the future',
    answer: "401, by the account's clock",
    label: 'assumed',
    settings: ['earlyTokens', 'tokenClock'],
    otherwise: 'the clock',
  },
  timesNotNumbers: {
    asked: '`exp` or `nbf` that is not a number',
    answer: '401',
    label: 'assumed',
    settings: ['unreadableTimes'],
  },
  expMilliseconds: {
    asked: '`exp` in milliseconds',
    answer: 'accepted as the number it is, and noted in log and journal',
    label: 'assumed',
    settings: ['millisecondExp'],
  },
  noExp: {
    asked: 'no `exp`',
    answer: 'accepted',
    label: 'assumed',
    settings: ['requireExp'],
  },
  clockSkew: {
    asked: 'clock skew',
    answer: '0 s tolerated; a setting applies to `exp`, to `nbf` and to the hour of "Enforce JTI"',
    label: 'assumed',
    settings: ['clockSkewSeconds'],
  },
  enforceJti: {
    asked: '"Enforce JTI"',
    answer: '`jti` or `kore_jti` mandatory, `exp` at most an hour ahead, each id accepted once',
    label: 'documented',
    evidence: evidence.accessPage,
    otherwise: '`enforceJti` of the app',
  },
  jtiMissing: {
    asked: 'a missing `jti` there',
    answer: '401 `Invalid SDK credentials`',
    label: 'assumed',
    settings: ['errors.unacceptableToken'],
  },
  jtiNoExp: {
    asked: 'a missing `exp` there',
    answer: 'the same as one too far away',
    label: 'assumed',
    settings: ['errors.jtiExpiryTooFar'],
  },
  enforceJwe: {
    asked: '"Enforce JWE"',
    answer: 'encrypted tokens only; key algorithm RSA-OAEP; content A128CBC-HS256, A128GCM or A256GCM',
    label: 'documented',
    evidence: evidence.accessPage,
    otherwise: '`enforceJwe` of the app',
  },
  rsa15: {
    asked: 'RSA1_5',
    answer: 'refused: jose does not have it, because it is unsafe',
    label: 'emulator',
  },
  jweInside: {
    asked: 'what is inside an encrypted token',
    answer: 'a signed JWT, not bare claims',
    label: 'assumed',
  },
  jweKey: {
    asked: 'the key that tokens are encrypted to',
    answer:
      'one key pair per deployment, shared by its accounts; an app with `enforceJwe` shows it as `jwePublicKey`',
    label: 'emulator',
  },
  jweNotEnforced: {
    asked: 'an encrypted token for an app without "Enforce JWE"',
    answer: '401 `Invalid SDK credentials`',
    label: 'assumed',
    settings: ['errors.unacceptableToken'],
  },
});
