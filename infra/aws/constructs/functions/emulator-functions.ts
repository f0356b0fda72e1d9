import type { Construct } from 'constructs';
import {
  type AccountDefaults,
  accountDefaultVariables,
} from '../../../../functions/control/account-defaults.ts';
import { unattributedVariables } from '../../../../functions/domain/unattributed.ts';
import { consoleVariable } from '../../../../functions/http/lead-to-console.ts';
import type { Environment } from '../../environments/index.ts';
import type { SessionStore } from '../session-store.ts';
import { EmulatorFunction, type FunctionNetwork } from './emulator-function.ts';
import { controlApiStatements, emulatedApiStatements } from './permissions.ts';
import { RemovalSchedule } from './removal-schedule.ts';

export interface EmulatorFunctionsProps {
  readonly environment: Environment;
  readonly store: SessionStore;
  readonly network?: FunctionNetwork | undefined;
}

export interface EmulatorFunctions {
  readonly getSessions: EmulatorFunction;
  readonly control: EmulatorFunction;
}

/** The functions of one emulator, right under the scope: a construct between them would replace what is deployed. */
export function emulatorFunctions(
  scope: Construct,
  { environment, store: { table, controlKey }, network }: EmulatorFunctionsProps,
): EmulatorFunctions {
  const consoleOff: Record<string, string> = environment.console ? {} : { [consoleVariable]: 'off' };
  const getSessions = new EmulatorFunction(scope, 'GetSessions', {
    source: 'get-sessions',
    description: 'The emulated getSessions API.',
    memorySize: environment.memory.getSessionsMegabytes,
    network,
    concurrency: environment.concurrency,
    logRetention: environment.logRetentionDays,
    environment: {
      ENVIRONMENT_NAME: environment.name,
      TABLE_NAME: table.tableName,
      SLICE_CACHE_MEGABYTES: String(environment.memory.sliceCacheMegabytes),
      ROW_CACHE_MEGABYTES: String(environment.memory.rowCacheMegabytes),
      ...unattributedAsVariables(environment.unattributedRequests ?? {}),
      ...consoleOff,
    },
    statements: emulatedApiStatements(table),
  });
  const control = new EmulatorFunction(scope, 'Control', {
    source: 'control',
    description: 'The control API under /_emulator.',
    network,
    memorySize: environment.memory.controlMegabytes,
    logRetention: environment.logRetentionDays,
    environment: {
      ENVIRONMENT_NAME: environment.name,
      TABLE_NAME: table.tableName,
      CONTROL_KEY_SECRET_ID: controlKey.secretArn,
      ...accountDefaultsAsVariables(environment.accounts),
      ...consoleOff,
    },
    statements: controlApiStatements(table, controlKey),
  });
  new RemovalSchedule(scope, 'Removals', control);
  return { getSessions, control };
}

/** What is left out is as the function has it. */
function unattributedAsVariables({
  keep,
  perMinute,
}: NonNullable<Environment['unattributedRequests']>): Record<string, string> {
  return {
    ...(keep === undefined ? {} : { [unattributedVariables.keep]: String(keep) }),
    ...(perMinute === undefined ? {} : { [unattributedVariables.perMinute]: String(perMinute) }),
  };
}

function accountDefaultsAsVariables(defaults: AccountDefaults): Record<string, string> {
  const { journalSeconds, expiresInSeconds } = accountDefaultVariables;
  return {
    ...(defaults.journalSeconds && { [journalSeconds]: String(defaults.journalSeconds) }),
    ...(defaults.expiresInSeconds && { [expiresInSeconds]: String(defaults.expiresInSeconds) }),
  };
}
