import * as z from 'zod';
import { accountExpirySchema } from '../domain/new-account-schema.ts';
import { settingsSchema } from '../domain/settings.ts';

/** What a new account gets where its maker says nothing else. */
export const accountDefaultsSchema = z.strictObject({
  /** For how many seconds its journal keeps a request; left out, `defaultSettings` counts. */
  journalSeconds: settingsSchema.shape.journalSeconds.optional(),
  /** After how many seconds it expires. Left out, never. */
  expiresInSeconds: accountExpirySchema.optional(),
});

export type AccountDefaults = z.output<typeof accountDefaultsSchema>;

/** The environment variables of the control function that hold them, whole numbers. */
export const accountDefaultVariables = {
  journalSeconds: 'ACCOUNT_JOURNAL_SECONDS',
  expiresInSeconds: 'ACCOUNT_EXPIRES_IN_SECONDS',
} as const satisfies Record<keyof AccountDefaults, string>;

/**
 * Reads the defaults from environment variables; one that is not set or empty sets none.
 *
 * @throws Error that names the variable that is wrong
 */
export function accountDefaultsFrom(
  variables: Readonly<Record<string, string | undefined>>,
): AccountDefaults {
  const given = Object.entries(accountDefaultVariables).flatMap(([field, variable]) => {
    const text = variables[variable];
    return text ? [[field, Number(text)] as const] : [];
  });
  const result = accountDefaultsSchema.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path: [field], message }) => {
    const variable = accountDefaultVariables[field as keyof AccountDefaults];
    return `The environment variable ${variable} is not right: ${message}.`;
  });
  throw new Error(problems.join(' '));
}
