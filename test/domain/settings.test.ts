import { describe, expect, test } from 'vitest';
import { defaultSettings, withSettings } from '../../functions/domain/default-settings.ts';
import { settingsInputSchema, settingsSchema } from '../../functions/domain/settings.ts';

describe('settings', () => {
  test('the defaults are the documented and assumed answers, and valid themselves', () => {
    expect(settingsSchema.parse(defaultSettings)).toEqual(defaultSettings);
    expect(defaultSettings).toMatchObject({
      defaultLimit: 100,
      maxLimit: 10_000,
      oversizedLimit: 'clamp',
      exactlySevenDays: 'allow',
      dateOnlyDateTo: 'endOfDay',
      clockSkewSeconds: 0,
      tokenClock: 'account',
      requireExp: false,
      unknownContainmentType: 'refuse',
      emptyInvalidSessions: 'include',
      sessionTagsMaxAgeDays: null,
      maxResponseBytes: 6_000_000,
      errors: {},
    });
  });

  test.each([
    [{}],
    [{ defaultLimit: 1 }],
    [{ maxLimit: 10_000 }],
    [{ sessionTagsMaxAgeDays: null }],
    [{ sessionTagsMaxAgeDays: 14 }],
    [{ maxResponseBytes: 6_000_000 }],
    [{ clockSkewSeconds: 3600 }],
    [{ errors: { validation: { status: 400 }, internal: { msg: 'Oops', code: -1 } } }],
  ])('takes %j', (input) => {
    expect(settingsInputSchema.parse(input)).toEqual(input);
  });

  test.each([
    [{ defaultLimit: 0 }],
    [{ defaultLimit: 10_001 }],
    [{ defaultLimit: 1.5 }],
    [{ defaultLimit: '10' }],
    [{ maxLimit: 0 }],
    [{ oversizedLimit: 'ignore' }],
    [{ exactlySevenDays: true }],
    [{ dateOnlyDateTo: 'noon' }],
    [{ clockSkewSeconds: -1 }],
    [{ clockSkewSeconds: 3601 }],
    [{ requireExp: 'yes' }],
    [{ tokenClock: 'client' }],
    [{ sessionTagsMaxAgeDays: 0 }],
    [{ maxResponseBytes: 0 }],
    // Lambda would refuse the response.
    [{ maxResponseBytes: 6_291_556 }],
    [{ errors: { unheardOf: { status: 400 } } }],
    [{ errors: { validation: { status: 200 } } }],
    [{ errors: { validation: { message: 'x' } } }],
    [{ errors: { validation: { msg: '' } } }],
    [{ unknown: 1 }],
    [null],
  ])('refuses %j', (input) => {
    expect(settingsInputSchema.safeParse(input).success).toBe(false);
  });

  test('withSettings replaces what is given and keeps the rest; undefined gives nothing', () => {
    const changed = withSettings(defaultSettings, { maxLimit: 5, sessionTagsMaxAgeDays: 14 });
    expect(changed).toEqual({ ...defaultSettings, maxLimit: 5, sessionTagsMaxAgeDays: 14 });
    expect(withSettings(changed, { sessionTagsMaxAgeDays: null, maxLimit: undefined })).toEqual({
      ...defaultSettings,
      maxLimit: 5,
    });
    expect(defaultSettings.maxLimit).toBe(10_000);
  });
});
