import { randomUUID } from 'node:crypto';
import { UpdateSecretVersionStageCommand } from '@aws-sdk/client-secrets-manager';
import { previousKeyMs } from '../control/secret.ts';
import { findKeyVersions, putNewKey, type Secrets } from './rotate.ts';

/** Refuses a change that would end a key before its time. */
export class PreviousKeyInUseError extends Error {
  override readonly name = 'PreviousKeyInUseError';

  constructor(until: Date) {
    super(
      `The control key was changed less than a day ago, and the one before it is good until ${until.toISOString()}: wait until then, or add --revoke to end it, and the current one, now.`,
    );
  }
}

/** The key was changed, but the one before it could not be ended; `cause` says why. */
export class RevocationError extends Error {
  override readonly name = 'RevocationError';

  constructor(until: Date, cause: unknown) {
    super(
      `The control key was changed, but the old one could not be ended, and stays good until ${until.toISOString()}.`,
      { cause },
    );
  }
}

export interface RotationByHand {
  /** Whether the current key ends at once rather than after a day, as it must where it has leaked. */
  revoke: boolean;
  /** Unix ms. */
  now: number;
}

/**
 * Changes the control key at once.
 *
 * @returns the version that holds the new key, and until when the old one is good
 * @throws PreviousKeyInUseError where the key before the current one still has time, unless it is to end;
 *   RevocationError where the key was changed and the old one is not ended; whatever Secrets Manager throws before
 */
export async function rotateNow(
  secrets: Secrets,
  secretId: string,
  { revoke, now }: RotationByHand,
): Promise<{ version: string; previousKeyUntil: Date }> {
  const { current, madeAt, previous } = await findKeyVersions(secrets, secretId);
  const until = madeAt + previousKeyMs;
  if (!revoke && previous !== undefined && now < until) throw new PreviousKeyInUseError(new Date(until));
  const version = randomUUID();
  await putNewKey(secrets, secretId, version);
  const previousKeyUntil = new Date(now + previousKeyMs);
  if (!revoke) return { version, previousKeyUntil };
  await secrets
    .send(
      new UpdateSecretVersionStageCommand({
        SecretId: secretId,
        VersionStage: 'AWSPREVIOUS',
        RemoveFromVersionId: current,
      }),
    )
    .catch((error: unknown) => {
      throw new RevocationError(previousKeyUntil, error);
    });
  return { version, previousKeyUntil: new Date(now) };
}
