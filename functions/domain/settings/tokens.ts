import { choice, toggle, whole } from './declare.ts';

export const tokenSettings = {
  clockSkewSeconds: whole(
    0,
    3600,
    0,
    'seconds tolerated on `exp` and `nbf`, and added to the hour of "Enforce JTI"',
  ),
  tokenClock: choice(
    ['account', 'machine'],
    'the clock that `exp`, `nbf` and "Enforce JTI" go by; with `machine` clients that sign by their own clock go on however the account’s is set',
  ),
  requireExp: toggle(false, 'refuse tokens without `exp`'),
  expiredTokens: choice(['refuse', 'accept'], 'what an `exp` in the past does'),
  earlyTokens: choice(['refuse', 'accept'], 'what an `nbf` in the future does'),
  millisecondExp: choice(['accept', 'refuse'], 'what an `exp` in milliseconds does'),
  unreadableTimes: choice(['refuse', 'ignore'], 'what an `exp` or `nbf` does that is not a number'),
  koreIss: choice(['accept', 'refuse'], 'whether `kore_iss` may hold the client id'),
  clientIdClaim: choice(
    ['first', 'any'],
    'which of several claims counts that may hold the client id; `any`: the first that is known',
  ),
};
