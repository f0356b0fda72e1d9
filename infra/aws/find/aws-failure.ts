import { Failure, NotReadyError } from '../../errors.ts';

const credentialErrors = new Set(['CredentialsProviderError', 'TokenProviderError']);

const staleErrors = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
]);

const deniedErrors = new Set(['AccessDenied', 'AccessDeniedException']);

const unreachable = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'TimeoutError',
]);

/**
 * Makes a call to AWS.
 *
 * @param doing what it is for, such as "read the SSM parameter X"
 * @throws Failure that says what is wrong with credentials, region or permissions, or what else AWS says
 */
export async function callAws<T>(doing: string, region: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw describeAwsFailure(error, doing, region) ?? error;
  }
}

/**
 * What a failed call to AWS came to, for people.
 *
 * @returns undefined where the error comes neither from AWS nor from the way there
 */
export function describeAwsFailure(error: unknown, doing: string, region: string): Failure | undefined {
  if (!(error instanceof Error)) return undefined;
  if (credentialErrors.has(error.name)) {
    return new NotReadyError(
      `There are no AWS credentials to ${doing}: ${sentence(error.message)} Sign in with aws sso login or aws configure, and name the profile with AWS_PROFILE or --profile.`,
    );
  }
  if (staleErrors.has(error.name)) {
    return new NotReadyError(
      `AWS does not accept these credentials in ${region} (${error.name}): sign in again, and check AWS_PROFILE, AWS_ACCESS_KEY_ID and that the region is enabled for the account.`,
    );
  }
  if (deniedErrors.has(error.name)) {
    return new NotReadyError(
      `These credentials may not ${doing} in ${region}: use a role that may, or have the permission added. ${sentence(error.message)}`,
    );
  }
  const code = codeOf(error);
  if (code !== undefined && unreachable.has(code)) {
    return new NotReadyError(
      `AWS cannot be reached in the region ${region} (${code}): check that AWS_REGION names a region that exists, and the network.`,
    );
  }
  // The SDK puts `$metadata` on every error that an answer of AWS led to.
  if (!('$metadata' in error) && code === undefined) return undefined;
  const why = sentence(error.message || 'it gives no reason');
  return new Failure(
    `AWS failed to ${doing} in ${region} (${error.name}): ${why} Mend what it names, or run this again in a minute.`,
  );
}

function codeOf(error: Error): string | undefined {
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error.name === 'TimeoutError') return error.name;
  return error.cause instanceof Error ? codeOf(error.cause) : undefined;
}

/** The first line, ended with a full stop. */
function sentence(message: string): string {
  return `${(message.split('\n')[0] ?? '').trim().replace(/\.$/, '')}.`;
}
