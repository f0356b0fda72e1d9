import { APIGatewayClient, GetAccountCommand } from '@aws-sdk/client-api-gateway';
import { callAws } from '../find/aws-failure.ts';
import type { Check } from './finding.ts';

/** Whether API Gateway has the role by which REST APIs write logs; an open environment has no REST API. */
export const checkLogRole: Check = async ({ login, environment: { exposure } }) => {
  if (exposure.kind === 'open') return undefined;
  const gateway = new APIGatewayClient(login.client);
  const { cloudwatchRoleArn } = await callAws('read the settings of API Gateway', login.region, () =>
    gateway.send(new GetAccountCommand({})),
  );
  const subject = 'API Gateway log role';
  if (cloudwatchRoleArn) return { level: 'ok', subject, says: `${cloudwatchRoleArn}.` };
  return {
    level: 'problem',
    subject,
    says: `API Gateway has no role to write logs with in ${login.region}, and no REST API that logs can be deployed without one.`,
    advice:
      'Make it once for the account and region: docs/access.md, "Before the first protected or private environment".',
  };
};
