import { toIso } from '../../domain/dates.ts';
import { Refusal } from '../../domain/refusal.ts';
import { sessionTypes } from '../../domain/session.ts';
import type { AccountSettings } from '../../domain/settings.ts';
import type { BodyObject } from '../../vendor/body.ts';
import { asUnknown, nothing } from './unknown-value.ts';
import { unreadFields, windowFields } from './unread-fields.ts';

const numbers = ['skip', 'offset', 'limit'];
const dates = ['dateFrom', 'dateTo'];
const texts = ['userId', 'sessionType', ...dates];

/** A body as the settings have it read, and whether no session can match it. */
export interface BodyAsSet {
  body: BodyObject;
  matchesNone: boolean;
}

export const fieldRefusal = (text: string): Refusal => new Refusal('validation', 'body_field_invalid', text);

/** A body without the fields that are null, where the settings pass over them. */
export function withoutNulls(body: BodyObject, { nullFields }: AccountSettings): BodyObject {
  if (nullFields === 'refuse') return body;
  return omit(body, (name, value) => value === null && nullable.includes(name));
}

const nullable: readonly string[] = [...windowFields, 'sessionId'];

/**
 * Takes out of a body what the account's settings pass over, and puts in place what they read in another way.
 *
 * @throws Refusal where they refuse what is accepted without them
 */
export function bodyAsSet(given: BodyObject, settings: AccountSettings): BodyAsSet {
  if (settings.unknownFields === 'refuse') refuseUnknown(given);
  const body = settings.wronglyTypedFields === 'ignore' ? omit(given, isWronglyTyped) : { ...given };
  for (const name of numbers) {
    if (body[name] !== undefined) body[name] = numberAsSet(name, body[name], settings);
  }
  for (const name of dates) {
    if (typeof body[name] === 'number') body[name] = dateAsSet(body[name], settings);
  }

  const { userId, sessionType } = body;
  const user =
    userId === '' ? asUnknown(settings.emptyUserId, () => fieldRefusal('userId: is empty')) : userId;
  const isKnownType = typeof sessionType !== 'string' || sessionTypes.some((type) => type === sessionType);
  const type = isKnownType
    ? sessionType
    : asUnknown(settings.unknownSessionType, () =>
        fieldRefusal(`sessionType: must be one of ${sessionTypes.join(', ')}`),
      );
  if (user !== userId) body['userId'] = known(user);
  if (type !== sessionType) body['sessionType'] = known(type);
  return { body, matchesNone: user === nothing || type === nothing };
}

const known = (value: unknown): unknown => (value === nothing ? undefined : value);

function omit(body: BodyObject, isOut: (name: string, value: unknown) => boolean): BodyObject {
  return Object.fromEntries(Object.entries(body).filter(([name, value]) => !isOut(name, value)));
}

/** `containmentType` in the body has a setting of its own. */
function refuseUnknown(body: BodyObject): void {
  const unread = unreadFields(body).filter((name) => name !== 'containmentType');
  if (unread.length > 0) throw fieldRefusal(`nothing reads ${unread.join(', ')}`);
}

/** Null and numbers as dates have settings of their own. */
function isWronglyTyped(name: string, value: unknown): boolean {
  const type = typeof value;
  if (value === null || value === undefined) return false;
  if (numbers.includes(name)) return type !== 'number' && type !== 'string';
  if (dates.includes(name)) return type !== 'string' && type !== 'number';
  return texts.includes(name) && type !== 'string';
}

/** @returns undefined where it is passed over */
function numberAsSet(name: string, given: unknown, settings: AccountSettings): unknown {
  if (typeof given === 'string' && settings.numericStrings === 'refuse') {
    throw fieldRefusal(`${name}: must be a number, not a string`);
  }
  const isCut = typeof given === 'number' && settings.fractionalNumbers === 'truncate';
  const value = isCut ? Math.trunc(given) + 0 : given;
  const isNegative = typeof value === 'number' && value < 0;
  const isZeroLimit = name === 'limit' && isZero(value);
  if (isNegative && settings[name === 'limit' ? 'negativeLimit' : 'negativeSkip'] === 'ignore')
    return undefined;
  if (isZeroLimit && settings.zeroLimit !== 'refuse') return undefined;
  return value;
}

/** Whether the limit is 0, and the settings give no rows for it. */
export function asksForNoRows({ limit }: BodyObject, settings: AccountSettings): boolean {
  if (settings.zeroLimit !== 'noRows') return false;
  const isCut = typeof limit === 'number' && settings.fractionalNumbers === 'truncate';
  return isZero(isCut ? Math.trunc(limit) : limit);
}

const isZero = (value: unknown): boolean =>
  typeof value === 'string' ? /^0+$/.test(value) : value === 0 || Object.is(value, -0);

/** @returns undefined where it is passed over */
function dateAsSet(given: number, { epochDates }: AccountSettings): unknown {
  if (epochDates === 'refuse') return given;
  return epochDates === 'accept' ? toIso(given) : undefined;
}
