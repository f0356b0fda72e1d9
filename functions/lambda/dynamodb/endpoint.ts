export interface Endpoint {
  protocol: string;
  /** With the port, where it is not the protocol's own. */
  host: string;
  hostname: string;
  port?: number;
}

/** What regions' names begin with that have a domain of their own. (AWS: DynamoDB endpoints.) */
const domains: Readonly<Record<string, string>> = {
  'cn-': 'amazonaws.com.cn',
  'eusc-': 'amazonaws.eu',
  'us-iso-': 'c2s.ic.gov',
  'us-isob-': 'sc2s.sgov.gov',
  'eu-isoe-': 'cloud.adc-e.uk',
  'us-isof-': 'csp.hci.ic.gov',
};

/** Where DynamoDB is: at the region's endpoint, or where the SDK's own variables say. */
export function endpointFrom(variables: NodeJS.ProcessEnv, region: string): Endpoint {
  const given = variables['AWS_ENDPOINT_URL_DYNAMODB'] ?? variables['AWS_ENDPOINT_URL'];
  const domain =
    Object.entries(domains).find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'amazonaws.com';
  const { protocol, host, hostname, port } = new URL(given ?? `https://dynamodb.${region}.${domain}`);
  return { protocol, host, hostname, ...(port === '' ? {} : { port: Number(port) }) };
}
