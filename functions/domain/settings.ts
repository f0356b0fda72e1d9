import * as z from 'zod';
import type { Declaration } from './settings/declare.ts';
import { type DeclaredSettings, declaredSettings } from './settings/declared.ts';
import { storedText } from './stored-text.ts';
import { vendorErrorNames } from './vendor-errors.ts';

const errorOverride = z.strictObject({
  status: z.int().min(400).max(599).optional(),
  msg: storedText.min(1).max(1000).optional(),
  code: z.int().optional(),
});

/** The schema of one value, as the setting is declared. */
function schemaOf(declaration: Declaration): z.ZodType {
  switch (declaration.kind) {
    case 'choice':
      return z.enum(declaration.values);
    case 'switch':
      return z.boolean();
    case 'whole':
      return z.int().min(declaration.min).max(declaration.max);
    case 'wholeOrNone':
      return z.int().min(declaration.min).max(declaration.max).nullable();
    case 'textOrNone':
      return storedText.min(1).max(declaration.max).nullable();
  }
}

/** Each setting with its schema, which says in the API's document what it does. */
const declaredShape = Object.fromEntries(
  Object.entries(declaredSettings).map(([name, declaration]: [string, Declaration]) => [
    name,
    schemaOf(declaration).meta({
      description: `${declaration.does} (default: ${JSON.stringify(declaration.byDefault)})`,
    }),
  ]),
) as { [Name in keyof DeclaredSettings]: z.ZodType<DeclaredSettings[Name]> };

/** What an account can change. */
export const settingsSchema = z.strictObject({
  ...declaredShape,
  /** Replaces parts of single rows of the error table. */
  errors: z.partialRecord(z.enum(vendorErrorNames), errorOverride),
});

export type AccountSettings = z.output<typeof settingsSchema>;

/** Settings as people give them: any part, the rest as it is or at its default. */
export const settingsInputSchema = settingsSchema.partial();
export type SettingsInput = z.output<typeof settingsInputSchema>;

type Nullable<Shape extends z.ZodRawShape> = {
  [Name in keyof Shape]: z.ZodOptional<z.ZodNullable<Shape[Name]>>;
};

const nullable = <Shape extends z.ZodRawShape>(shape: Shape) =>
  Object.fromEntries(
    Object.entries(shape).map(([name, schema]) => [name, z.nullable(schema).optional()]),
  ) as Nullable<Shape>;

/** A change of settings: null takes one back to its default, unless null is a value of it. */
export const settingsChangeSchema = z.strictObject({
  ...nullable(settingsSchema.shape),
  /** With null for an entry, a change of single entries; null takes that one away. Else all there are from now on. */
  errors: z.partialRecord(z.enum(vendorErrorNames), errorOverride.nullable()).nullable().optional(),
});

export type SettingsChange = z.output<typeof settingsChangeSchema>;

/** What a change comes to: settings that are set, and those that go back to their defaults. */
export interface ReadSettingsChange {
  set: SettingsInput;
  cleared: (keyof AccountSettings)[];
  /** What becomes of `errors`, whatever they are by then, where single entries of them change. */
  errors?: (before: AccountSettings['errors']) => AccountSettings['errors'];
}

export function readSettingsChange(change: SettingsChange): ReadSettingsChange {
  const { errors, ...others } = change;
  const isOfSingleEntries = errors && Object.values(errors).includes(null);
  const given = Object.entries(isOfSingleEntries ? others : change);
  const isCleared = ([name, value]: [string, unknown]): boolean =>
    value === null && !settingsInputSchema.safeParse({ [name]: null }).success;
  return {
    set: settingsInputSchema.parse(Object.fromEntries(given.filter((each) => !isCleared(each)))),
    cleared: settingsSchema.keyof().options.filter((name) => isCleared([name, change[name]])),
    ...(isOfSingleEntries && { errors: (before) => errorsAfter(errors, before) }),
  };
}

function errorsAfter(
  change: NonNullable<SettingsChange['errors']>,
  before: AccountSettings['errors'],
): AccountSettings['errors'] {
  const merged = Object.entries({ ...before, ...change });
  return Object.fromEntries(merged.filter(([, entry]) => entry !== null));
}
