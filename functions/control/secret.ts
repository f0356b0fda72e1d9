import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { ControlKeyProvider } from './key.ts';

const maxAgeMs = 60_000;

/** The control key from Secrets Manager, kept for a minute so that a rotated key takes effect by itself. */
export function secretKeyProvider(secretId: string, systemNow: () => number): ControlKeyProvider {
  const client = new SecretsManagerClient();
  let kept: { key: string; until: number } | undefined;
  return async () => {
    if (kept && systemNow() < kept.until) return kept.key;
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    if (!SecretString) throw new Error(`The secret ${secretId} holds no text.`);
    kept = { key: SecretString, until: systemNow() + maxAgeMs };
    return SecretString;
  };
}
