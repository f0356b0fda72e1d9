import { sessionTypes } from '../../domain/session.ts';
import type { AccountSettings } from '../../domain/settings.ts';
import type { BodyObject } from '../../vendor/body.ts';
import { dateFields, fieldRefusal, numberFields, readPageFields } from '../../vendor/fields-as-set.ts';
import { asUnknown, nothing } from '../../vendor/unknown-value.ts';
import { unreadFields, windowFields } from './unread-fields.ts';

const texts = ['userId', 'sessionType', ...dateFields];

/** A body as the settings have it read, and whether no session can match it. */
export interface BodyAsSet {
  body: BodyObject;
  matchesNone: boolean;
}

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
  readPageFields(body, settings);

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
  if (numberFields.includes(name)) return type !== 'number' && type !== 'string';
  if (dateFields.includes(name)) return type !== 'string' && type !== 'number';
  return texts.includes(name) && type !== 'string';
}
