import { randomInt } from 'node:crypto';
import {
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

/** The client as far as it is used here. */
export type Secrets = Pick<SecretsManagerClient, 'send'>;

/** The version of the secret that holds the control key. */
export interface CurrentKey {
  versionId: string;
  /** When it was made, Unix ms. */
  madeAt: number;
}

/**
 * Which key is the current one. The key itself is not read.
 *
 * @throws Error where the secret has none, and whatever Secrets Manager throws
 */
export async function findCurrentKey(secrets: Secrets, secretId: string): Promise<CurrentKey> {
  let NextToken: string | undefined;
  do {
    const page = await secrets.send(new ListSecretVersionIdsCommand({ SecretId: secretId, NextToken }));
    const found = page.Versions?.find(({ VersionStages }) => VersionStages?.includes('AWSCURRENT'));
    if (found?.VersionId && found.CreatedDate) {
      return { versionId: found.VersionId, madeAt: found.CreatedDate.getTime() };
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  throw new Error(`The secret ${secretId} has no current version: put a control key in, or deploy anew.`);
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
    // The same version with another key: this call is a repetition, and the first one has done it.
    if (!(error instanceof Error && error.name === 'ResourceExistsException')) throw error;
  }
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const keyLength = 40;

/** Of the form that the first key of a deployment has. */
function newKey(): string {
  return Array.from({ length: keyLength }, () => letters[randomInt(letters.length)]).join('');
}
