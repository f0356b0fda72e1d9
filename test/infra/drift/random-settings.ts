import * as fc from 'fast-check';
import type { Declaration } from '../../../functions/domain/settings/declare.ts';
import {
  type DeclaredSettings,
  declaredSettings,
  settingNames,
} from '../../../functions/domain/settings/declared.ts';
import type { SettingsInput } from '../../../functions/domain/settings.ts';
import { type VendorErrorName, vendorErrors } from '../../../functions/domain/vendor-errors.ts';
import { iconInPlace } from '../../../infra/drift/probes/message-answers.ts';

/** Settings that no probe is about, or none that is asked by itself: what only the emulator has, the rate limit. */
const unprobed: readonly string[] = [
  'journal',
  'journalAnswers',
  'journalSeconds',
  'generatedAltText',
  'gzipAnswers',
  'maxResponseBytes',
  'tokenClock',
  'messagesRateLimit',
];

/** Numbers that the sessions of the proof, or the vendor's customs, tell apart. */
const numbers = {
  defaultLimit: fc.integer({ min: 2, max: 129 }),
  maxLimit: fc.oneof(fc.constant(10_000), fc.integer({ min: 101, max: 129 })),
  maxWindowDays: fc.oneof(fc.constant(7), fc.constant(null), fc.integer({ min: 8, max: 365 })),
  clockSkewSeconds: fc.constantFrom(0, 30, 60, 300, 3600),
  sessionTagsMaxAgeDays: fc.constantFrom(null, 14),
  messagesDefaultLimit: fc.integer({ min: 2, max: 200 }),
  messagesMaxLimit: fc.oneof(fc.constant(10_000), fc.integer({ min: 101, max: 200 })),
  messagesMaxSessionIds: fc.oneof(fc.constant(50), fc.integer({ min: 1, max: 1_000 })),
  messagesIcon: fc.constantFrom(null, iconInPlace),
};

function valuesOf(name: keyof DeclaredSettings): fc.Arbitrary<unknown> {
  const declaration: Declaration = declaredSettings[name];
  if (declaration.kind === 'choice') return fc.constantFrom(...declaration.values);
  if (declaration.kind === 'switch') return fc.boolean();
  const values: fc.Arbitrary<unknown> | undefined = Object.entries(numbers).find(
    ([known]) => known === name,
  )?.[1];
  if (!values) throw new Error(`Say which values of ${name} the probes find.`);
  return values;
}

/** Rows of the error table that some probe meets while it is known whose settings count. */
const worded = [
  'validation',
  'improperPayload',
  'unacceptableToken',
  'invalidCredentials',
  'windowTooLong',
  'botNotLinked',
  'unknownBot',
  'builderOnAccountRoute',
  'methodNotAllowed',
  'wrongMethod',
] as const satisfies readonly VendorErrorName[];

const errors = fc
  .record(
    Object.fromEntries(
      worded.map((name) => [
        name,
        fc.record(
          {
            msg: fc.constant(`Another message of ${name}`),
            status: fc.constantFrom(
              ...[400, 403, 404, 409, 422].filter((status) => status !== vendorErrors[name].status),
            ),
            code: fc.integer({ min: 5000, max: 5999 }),
          },
          { requiredKeys: ['msg'] },
        ),
      ]),
    ),
    { requiredKeys: [] },
  )
  .map((given) => given as NonNullable<SettingsInput['errors']>);

/** Every setting at any of its values, defaults oftener; each is such that it changes some answer. */
export const randomSettings: fc.Arbitrary<SettingsInput> = fc
  .tuple(
    fc.record(
      Object.fromEntries(
        settingNames.filter((name) => !unprobed.includes(name)).map((name) => [name, valuesOf(name)]),
      ),
      { requiredKeys: [] },
    ),
    errors,
  )
  .map(([declared, worded]) => telling({ ...declared, errors: worded }));

/** Takes back what another setting leaves without effect. */
function telling(settings: SettingsInput): SettingsInput {
  const all = { ...settings };
  const drop = (...names: (keyof SettingsInput)[]): void => {
    for (const name of names) delete all[name];
  };
  if (all.oversizedLimit === 'refuse') drop('maxLimit');
  if ((all.defaultLimit ?? 100) > (all.maxLimit ?? 10_000)) drop('defaultLimit');
  if ((all.messagesDefaultLimit ?? 100) > (all.messagesMaxLimit ?? 10_000)) drop('messagesDefaultLimit');
  if (all.expiredTokens === 'accept') drop('clockSkewSeconds');
  if (all.dateOnlyDateTo === 'startOfDay') drop('lastDayCounts');
  if (all.tagFilter === 'ignore') drop('tagAnd', 'tagOr', 'untypedTags', 'emptyTagValues');
  if (all.maxWindowDays === null) {
    drop('exactlySevenDays', 'lastDayCounts');
    if (all.errors) delete all.errors.windowTooLong;
  }
  return all;
}

/** The settings that are not as they are by default. */
export function withoutDefaults(settings: SettingsInput): SettingsInput {
  const { errors = {}, ...declared } = settings;
  const changed = Object.entries(declared).filter(
    ([name, value]) => declaredSettings[name as keyof DeclaredSettings].byDefault !== value,
  );
  return { ...Object.fromEntries(changed), ...(Object.keys(errors).length > 0 ? { errors } : {}) };
}
