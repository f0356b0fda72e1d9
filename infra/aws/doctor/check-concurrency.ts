import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { callAws } from '../find/aws-failure.ts';
import type { Check, Finding } from './finding.ts';

/** What Lambda keeps for functions that reserve nothing. (AWS: Lambda, reserved concurrency.) */
const keptUnreserved = 100;

/** With fewer at once, a test suite of some workers is turned away. */
const comfortable = 50;

const advice =
  'Ask for more in Service Quotas: Lambda, "Concurrent executions" (L-B99A9384); new accounts have 10.';

/** How many instances of functions the account may have at once, and whether what is to be reserved is left of it. */
export const checkConcurrency: Check = async ({ login, environment: { concurrency } }) => {
  const lambda = new LambdaClient(login.client);
  const { AccountLimit } = await callAws('read the settings of Lambda', login.region, () =>
    lambda.send(new GetAccountSettingsCommand({})),
  );
  const { ConcurrentExecutions: limit = 0, UnreservedConcurrentExecutions: free = 0 } = AccountLimit ?? {};
  return (
    (concurrency === undefined ? undefined : tooMuchReserved(concurrency, free)) ?? {
      subject,
      ...(limit < comfortable
        ? {
            level: 'warning',
            says: `the account runs ${limit} functions at once, so more requests than that at a time get 503.`,
            advice,
          }
        : { level: 'ok', says: `the account runs ${limit} functions at once.` }),
    }
  );
};

const subject = 'Lambda concurrency';

/** An environment that is deployed already has reserved its part, so that it is no longer free. */
function tooMuchReserved(concurrency: number, free: number): Finding | undefined {
  if (free - concurrency >= keptUnreserved) return undefined;
  return {
    level: 'warning',
    subject,
    says:
      `the environment reserves ${concurrency}, and ${free} are free in the account, of which Lambda keeps ` +
      `${keptUnreserved} for other functions: a first deployment would be refused.`,
    advice: `${advice} Or take concurrency out of the environment.`,
  };
}
