import { defineEnvironment, type Environment } from '../../../infra/aws/environments/index.ts';
import { prod } from '../../../infra/aws/environments/prod.ts';

type Exposure = Parameters<typeof defineEnvironment>[0]['exposure'];

/** The strictest environment with another exposure. */
export function prodWith(exposure: Exposure): Environment {
  return defineEnvironment({ ...prod, exposure });
}

/** One environment for each way in which the API may be reached that is not open. */
export const guarded = {
  protected: prodWith('protected'),
  networks: prodWith({
    kind: 'protected',
    allowedNetworks: ['203.0.113.0/24', '198.51.100.7/32', '2001:db8::/32'],
    requestsPer5Minutes: 500,
  }),
  vpc: prodWith({ kind: 'private', vpcId: 'vpc-0a1b2c3d' }),
  endpoints: prodWith({ kind: 'private', vpcEndpointIds: ['vpce-0a1b2c3d', 'vpce-1a2b3c4d'] }),
} as const;
