import { choice } from './declare.ts';

export const routeSettings = {
  streamRoute: choice(
    ['answer', 'refuse'],
    'whether there is `/api/public/stream/{botId}/getSessions`; refused once the token is known to be good',
  ),
  trailingSlash: choice(
    ['refuse', 'answer'],
    'what a slash behind the path does; answered where the token is good',
  ),
  pathCase: choice(
    ['refuse', 'answer'],
    'what another case in the path does; answered where the token is good',
  ),
  encodedBotId: choice(['decode', 'literal'], 'how a `{botId}` with percent-encoding is read'),
};

export const querySettings = {
  unknownContainmentType: choice(
    ['refuse', 'ignore', 'matchNone'],
    'what an unknown or wrongly cased `containmentType` does',
  ),
  emptyContainmentType: choice(
    ['refuse', 'ignore', 'matchNone'],
    'what a `containmentType` without a value does',
  ),
  emptyCallId: choice(['refuse', 'ignore', 'matchNone'], 'what a `callId` without a value does'),
  accountRouteCallId: choice(['ignore', 'filter'], 'what a `callId` does on the account route'),
  repeatedParameters: choice(
    ['refuse', 'first', 'last'],
    'which value of a parameter counts that is given more than once',
  ),
  unknownParameters: choice(['ignore', 'refuse'], 'what parameters do that nothing reads'),
};

export const bodySettings = {
  otherContentType: choice(
    ['read', 'ignore', 'refuse'],
    'what a body does whose `Content-Type` is not `application/json`; `ignore`: as none; `refuse`: `improperPayload`',
  ),
  arrayBody: choice(
    ['refuse', 'improperPayload', 'ignore'],
    'what an array as the body does; `refuse`: `validation`; `ignore`: as none',
  ),
  scalarBody: choice(
    ['refuse', 'improperPayload', 'ignore'],
    'what `null`, a number, a string, true or false does as the body; `refuse`: `validation`; `ignore`: as none',
  ),
  unknownFields: choice(['ignore', 'refuse'], 'what fields do that nothing reads'),
  bodyContainmentType: choice(['ignore', 'filter'], 'what `containmentType` does in the body'),
  nullFields: choice(
    ['refuse', 'ignore'],
    'what `null` does as the value of a field; `ignore`: as without it',
  ),
  wronglyTypedFields: choice(
    ['refuse', 'ignore'],
    'what a field of a wrong type does, where no other setting says so; `ignore`: as without it',
  ),
  emptyUserId: choice(['refuse', 'ignore', 'matchNone'], 'what an empty `userId` does'),
  unknownSessionType: choice(['refuse', 'ignore', 'matchNone'], 'what an unknown `sessionType` does'),
};

export const tagSettings = {
  tagFilter: choice(['apply', 'ignore'], 'whether `tags` filters'),
  tagAnd: choice(['every', 'any'], 'how many entries of `and` must match; `any`: one of all, `or` included'),
  tagOr: choice(['apply', 'ignore', 'refuse'], 'what `or` does'),
  untypedTags: choice(['both', 'user', 'session', 'refuse'], 'which tags an entry without `type` looks at'),
  emptyTagValues: choice(['matchNone', 'ignore', 'refuse'], 'what an entry without `values` does'),
  malformedTags: choice(['refuse', 'ignore'], 'what `tags` of another shape does; `ignore`: as without it'),
};

export const sessionIdSettings = {
  sessionIdText: choice(['accept', 'refuse'], 'whether `sessionId` may be one string'),
  emptySessionIds: choice(
    ['noRows', 'refuse', 'ignore'],
    'what an empty array of `sessionId` does; `ignore`: as without it',
  ),
  tooManySessionIds: choice(['refuse', 'answer'], 'what more than 50 ids do'),
  malformedSessionIds: choice(
    ['refuse', 'invalid'],
    'what an id does that is not a string; `invalid`: it is listed in `invalidSessions`',
  ),
  besideSessionId: choice(
    ['ignore', 'check'],
    'whether what stands beside `sessionId` is refused where it is not valid',
  ),
};
