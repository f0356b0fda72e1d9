import { randomInt } from 'node:crypto';
import {
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  type SecretVersionsListEntry,
} from '@aws-sdk/client-secrets-manager';

/** The client as far as it is used here. */
export type Secrets = Pick<SecretsManagerClient, 'send'>;

/** There is no key that could be changed. */
export class NoControlKeyError extends Error {
  override readonly name = 'NoControlKeyError';

  constructor(secretId: string) {
    super(
      `The secret ${secretId} has no current version: put a control key in with aws secretsmanager put-secret-value.`,
    );
  }
}

/** Which versions of the secret hold the control keys. */
export interface KeyVersions {
  current: string;
  /** When the current key was made, Unix ms. */
  madeAt: number;
  /** Undefined before the first change, and where the key before was revoked. */
  previous: string | undefined;
}

/**
 * Which versions hold the keys. The keys themselves are not read.
 *
 * @throws NoControlKeyError where the secret has no current one, and whatever Secrets Manager throws
 */
export async function findKeyVersions(secrets: Secrets, secretId: string): Promise<KeyVersions> {
  const versions: SecretVersionsListEntry[] = [];
  let NextToken: string | undefined;
  do {
    const page = await secrets.send(new ListSecretVersionIdsCommand({ SecretId: secretId, NextToken }));
    versions.push(...(page.Versions ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  const at = (stage: string) => versions.find(({ VersionStages }) => VersionStages?.includes(stage));
  const { VersionId: current, CreatedDate } = at('AWSCURRENT') ?? {};
  if (current === undefined || CreatedDate === undefined) {
    throw new NoControlKeyError(secretId);
  }
  return { current, madeAt: CreatedDate.getTime(), previous: at('AWSPREVIOUS')?.VersionId };
}

/**
 * Puts a new key in the place of the current one, in one step: Secrets Manager keeps the current one as the previous.
 *
 * @param version the id of the new version; the same one again changes nothing
 */
export async function putNewKey(secrets: Secrets, secretId: string, version: string): Promise<void> {
  try {
    await secrets.send(
      new PutSecretValueCommand({
        SecretId: secretId,
        ClientRequestToken: version,
        SecretString: newKey(),
      }),
    );
  } catch (error) {
    // Secrets Manager has this version with another key, so an earlier call has made the change.
    if (!(error instanceof Error && error.name === 'ResourceExistsException')) throw error;
  }
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const keyLength = 40;

/** Of the form that the first key of a deployment has. */
function newKey(): string {
  return Array.from({ length: keyLength }, () => letters[randomInt(letters.length)]).join('');
}
