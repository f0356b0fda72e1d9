import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/**
 * What the SDK would look for in variables and then in configuration files, of which a function has none: to look costs
 * a cold start some milliseconds. Region, endpoint, kind of endpoint and credentials are those of the
 * SDK's own variables.
 */
export function clientConfig(variables: Readonly<Record<string, string | undefined>>): DynamoDBClientConfig {
  const { AWS_REGION: region, AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_DYNAMODB } = variables;
  const endpoint = AWS_ENDPOINT_URL_DYNAMODB || AWS_ENDPOINT_URL;
  return {
    ...(region ? { region } : {}),
    ...(endpoint ? { endpoint } : {}),
    ignoreConfiguredEndpointUrls: true,
    defaultsMode: 'standard',
    retryMode: 'standard',
    useDualstackEndpoint: variables['AWS_USE_DUALSTACK_ENDPOINT'] === 'true',
    useFipsEndpoint: variables['AWS_USE_FIPS_ENDPOINT'] === 'true',
    endpointDiscoveryEnabled: false,
    disableClockSkewCorrection: variables['AWS_DISABLE_CLOCK_SKEW_CORRECTION'] === 'true',
    // A function's credentials name no account.
    accountIdEndpointMode: 'disabled',
    authSchemePreference: [],
    userAgentAppId: async () => undefined,
  };
}
