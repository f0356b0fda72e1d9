import { dev } from './dev.ts';
import { defineEnvironment, type Environment } from './environment.ts';

const pattern = /^(pr-[1-9][0-9]{0,9}|branch-[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?)$/;

/** The names of ephemeral environments, for people. */
export const ephemeralNames = 'pr-NUMBER, or branch-NAME with up to 32 of a-z, 0-9 and -';

/** Whether a name is one of an ephemeral environment. */
export function isEphemeral(name: string): boolean {
  return pattern.test(name);
}

const daySeconds = 86_400;

/**
 * An environment of a branch or a pull request: as dev is, in stacks of its own, with a smaller read cap and accounts
 * that expire soon, and gone without a trace when it is destroyed.
 *
 * @returns undefined where the name is not one of an ephemeral environment
 */
export function ephemeralEnvironment(name: string): Environment | undefined {
  if (!isEphemeral(name)) return undefined;
  // A host name belongs to one environment, nobody is told of the alarms of one that is soon gone, and what each of many
  // reserved of the account's concurrency the others would lack.
  const {
    domain: _domain,
    operations: _operations,
    controlKeyRotationDays: _rotation,
    concurrency: _concurrency,
    ...base
  } = dev;
  return defineEnvironment({
    ...base,
    name,
    data: {
      removalPolicy: 'destroy',
      terminationProtection: false,
      deletionProtection: false,
      pointInTimeRecovery: false,
      maxReadUnits: Math.min(2_000, dev.data.maxReadUnits),
      // With fewer, the largest scenario could not be written within the time that one call has.
      maxWriteUnits: dev.data.maxWriteUnits,
    },
    logRetentionDays: 1,
    accounts: { journalSeconds: daySeconds / 4, expiresInSeconds: daySeconds },
  });
}
