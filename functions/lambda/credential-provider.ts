/**
 * Takes the place of the SDK's chain of credential providers in the bundles. A function's credentials are in
 * its environment, which the chain asks first; the rest of it, sign-in flows and metadata services, is a fifth
 * of a bundle and loaded for nothing. (AWS: defined runtime environment variables.)
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
