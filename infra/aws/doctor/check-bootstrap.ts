import { bootstrapVersion } from '../account/bootstrap.ts';
import type { Check } from './finding.ts';

/** The first version whose roles templates of the CDK's version 2 ask for. (AWS: CDK bootstrap template versions.) */
const leastVersion = 6;

/** Whether CDK's bootstrap is there and new enough. */
export const checkBootstrap: Check = async ({ login }) => {
  const subject = 'bootstrap';
  const { account, region } = login;
  const version = await bootstrapVersion(login);
  const command = `npx cdk bootstrap aws://${account}/${region} -c env=dev`;
  if (version === undefined) {
    return {
      level: 'problem',
      subject,
      says: `Account ${account}, region ${region} is not bootstrapped for CDK: run ${command} once.`,
    };
  }
  if (!(Number(version) >= leastVersion)) {
    return {
      level: 'problem',
      subject,
      says: `The bootstrap of account ${account}, region ${region} has version ${version}, older than ${leastVersion}.`,
      advice: `Run ${command}.`,
    };
  }
  return { level: 'ok', subject, says: `version ${version}.` };
};
