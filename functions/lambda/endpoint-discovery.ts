/*
 * Takes the place of the SDK's discovery of endpoints in the bundles. The client of DynamoDB sets it up, a cache
 * included, and none of its commands asks for it.
 */

/** The client's configuration, as it is. */
export const resolveEndpointDiscoveryConfig = <Config>(config: Config): Config => config;

/** Says that nothing is set. */
export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: (): undefined => undefined,
  configFileSelector: (): undefined => undefined,
  default: undefined,
};
