import { findKeyVersions, putNewKey, type Secrets } from './rotate.ts';

const dayMs = 24 * 60 * 60 * 1_000;

export interface DueRotation {
  secretId: string;
  /** The age at which a key is changed; at least 1, because the key before it is good for a day. */
  days: number;
  /** Unix ms. */
  now: number;
  /** Id of the new version; a repeated event brings the same one. */
  version: string;
}

/**
 * Changes the control key where it is old enough, whoever made it.
 *
 * @returns whether it was, and how old the key was, in days
 */
export async function rotateWhenDue(
  secrets: Secrets,
  { secretId, days, now, version }: DueRotation,
): Promise<{ rotated: boolean; ageDays: number }> {
  const { madeAt } = await findKeyVersions(secrets, secretId);
  const ageDays = Math.round(((now - madeAt) / dayMs) * 100) / 100;
  const isDue = now - madeAt >= days * dayMs;
  if (isDue) await putNewKey(secrets, secretId, version);
  return { rotated: isDue, ageDays };
}
