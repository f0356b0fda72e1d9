import {
  GetSecretValueCommand,
  type GetSecretValueCommandOutput,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Time } from '../domain/time.ts';
import { type ControlKeyProvider, isOneOf } from './key.ts';

/** How long the key before the current one is good, ms from when the current one was made. */
export const previousKeyMs = 24 * 60 * 60 * 1_000;

const maxAgeMs = 60_000;

/** Wrong keys must not make a read each. */
const leastMsBetweenReads = 2_000;

/** A key, and when it ends, Unix ms. */
interface TimedKey {
  key: string;
  until: number;
}

/**
 * The control keys from Secrets Manager: the current one, and the one before it until its time is up. They are kept
 * for a minute; a key that is not among them has them read anew, so that a new one is good at once.
 */
export function secretKeyProvider(
  secretId: string,
  time: Pick<Time, 'now'>,
  client: Pick<SecretsManagerClient, 'send'> = new SecretsManagerClient(),
): ControlKeyProvider {
  let kept: { keys: readonly TimedKey[]; readAt: number } | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const read = (): Promise<void> => {
    if (reading) return reading;
    const readAt = time.now();
    triedAt = readAt;
    reading = readKeys(client, secretId, readAt)
      .then((keys) => {
        kept = { keys, readAt };
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };
  const goodKeys = (): string[] =>
    (kept?.keys ?? []).filter(({ until }) => time.now() < until).map(({ key }) => key);

  return async (sent) => {
    const now = time.now();
    const isFresh = kept !== undefined && now < kept.readAt + maxAgeMs;
    const isStrange = !isOneOf(sent, goodKeys()) && now >= triedAt + leastMsBetweenReads;
    if (!isFresh || isStrange) await read();
    return goodKeys();
  };
}

type Client = Pick<SecretsManagerClient, 'send'>;

async function readKeys(client: Client, secretId: string, now: number): Promise<TimedKey[]> {
  let current = await readVersion(client, secretId, 'AWSCURRENT');
  let previous: GetSecretValueCommandOutput | undefined;
  if (now < endOfPrevious(current)) {
    previous = await readVersion(client, secretId, 'AWSPREVIOUS');
    // The key changed between the two reads, so the one that was read first is the previous key now.
    if (previous?.VersionId === current?.VersionId)
      current = await readVersion(client, secretId, 'AWSCURRENT');
  }
  const key = current?.SecretString?.trim();
  if (!key) {
    throw new Error(
      `The secret ${secretId} holds no control key: put one in as text, such as with npm run rotate-key.`,
    );
  }
  const previousKey = previous?.SecretString?.trim();
  return [
    { key, until: Number.POSITIVE_INFINITY },
    ...(previousKey ? [{ key: previousKey, until: endOfPrevious(current) }] : []),
  ];
}

/** The instant until which the key before a version is good, Unix ms; without the version's date it is not good. */
function endOfPrevious(current: GetSecretValueCommandOutput | undefined): number {
  const madeAt = current?.CreatedDate?.getTime();
  return madeAt === undefined ? Number.NEGATIVE_INFINITY : madeAt + previousKeyMs;
}

/** A version of the secret by its stage; undefined where there is none, as before the first rotation. */
async function readVersion(
  client: Client,
  secretId: string,
  stage: 'AWSCURRENT' | 'AWSPREVIOUS',
): Promise<GetSecretValueCommandOutput | undefined> {
  try {
    return await client.send(new GetSecretValueCommand({ SecretId: secretId, VersionStage: stage }));
  } catch (error) {
    const isMissing = error instanceof Error && error.name === 'ResourceNotFoundException';
    if (isMissing && stage === 'AWSPREVIOUS') return undefined;
    throw error;
  }
}
