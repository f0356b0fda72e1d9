import { GetHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import { callAws } from '../find/aws-failure.ts';
import type { Check } from './finding.ts';

/** Whether the zone of a host name is the account's, and DNS leads to it: else its certificate is never proven. */
export const checkDelegation: Check = async ({ login, environment: { domain }, resolveNs }) => {
  if (!domain) return undefined;
  const { hostedZoneId, zoneName } = domain;
  const subject = `DNS zone ${zoneName}`;
  const route53 = new Route53Client(login.client);
  const { HostedZone, DelegationSet } = await callAws(
    `read the hosted zone ${hostedZoneId}`,
    login.region,
    () => route53.send(new GetHostedZoneCommand({ Id: hostedZoneId })),
  );
  const name = bare(HostedZone?.Name ?? '');
  if (name !== zoneName) {
    return {
      level: 'problem',
      subject,
      says: `${hostedZoneId} is the zone of ${name}.`,
      advice: 'Correct domain.hostedZoneId or domain.zoneName.',
    };
  }
  const own = new Set((DelegationSet?.NameServers ?? []).map(bare));
  const found = await resolveNs(zoneName).catch((): string[] => []);
  if (found.some((server) => own.has(bare(server)))) {
    return { level: 'ok', subject, says: 'it is delegated to Route 53.' };
  }
  return {
    level: 'problem',
    subject,
    says: `DNS names ${found.length === 0 ? 'no name servers' : found.map(bare).join(', ')} for it, not those of ${hostedZoneId}.`,
    advice: `Have the zone above it name ${[...own].join(', ')}; until then a deployment waits for its certificate.`,
  };
};

/** A name without the dot at its end, in lower case. */
function bare(name: string): string {
  return name.replace(/\.$/, '').toLowerCase();
}
