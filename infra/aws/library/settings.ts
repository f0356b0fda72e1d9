import { Names, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { dev } from '../environments/dev.ts';
import {
  checkSettings,
  type Environment,
  type EnvironmentSettings,
  longestName,
  type SettingsProblem,
} from '../environments/environment.ts';
import type { KoreSessionsEmulatorProps } from './props.ts';

/** Under which name the settings of an environment know a prop. */
const settingOf = {
  name: 'name',
  removalPolicy: 'data.removalPolicy',
  deletionProtection: 'data.deletionProtection',
  pointInTimeRecovery: 'data.pointInTimeRecovery',
  maxReadUnits: 'data.maxReadUnits',
  maxWriteUnits: 'data.maxWriteUnits',
  throttle: 'throttle',
  logRetention: 'logRetentionDays',
  getSessionsMemorySize: 'memory.getSessionsMegabytes',
  controlMemorySize: 'memory.controlMegabytes',
  console: 'console',
  journalRetention: 'accounts.journalSeconds',
  accountExpiry: 'accounts.expiresInSeconds',
  exposure: 'exposure',
  domain: 'domain',
  alarms: 'operations',
} as const satisfies Partial<Record<keyof KoreSessionsEmulatorProps, string>>;

/** Props that are the CDK's own, for which the settings of an environment have nothing. */
const ofTheCdk: readonly string[] = [
  'vpc',
  'vpcSubnets',
  'securityGroups',
  'existingTable',
  'existingControlKey',
  'tags',
  'permissionsBoundary',
] satisfies Exclude<keyof KoreSessionsEmulatorProps, keyof typeof settingOf>[];

/**
 * The environment that the props of a construct describe, with dev's values for all that they leave out.
 *
 * @throws Error that names the construct and each wrong prop
 */
export function toEnvironment(scope: Construct, props: KoreSessionsEmulatorProps): Environment {
  const unknown = Object.keys(props).filter((prop) => !(prop in settingOf || ofTheCdk.includes(prop)));
  if (unknown.length > 0) throw wrongProps(scope, unknown.map(describeUnknown));
  const checked = checkSettings(toSettings(scope, props));
  if ('environment' in checked) return checked.environment;
  throw wrongProps(scope, checked.problems.map(describeProblem));
}

function toSettings(scope: Construct, props: KoreSessionsEmulatorProps): EnvironmentSettings {
  const { journalRetention, accountExpiry } = props;
  return {
    name: props.name ?? nameOf(scope),
    data: {
      // What the types of the CDK allow and an emulator does not is refused by the check of the settings.
      removalPolicy: (props.removalPolicy ?? 'destroy') as EnvironmentSettings['data']['removalPolicy'],
      terminationProtection: false,
      deletionProtection: props.deletionProtection ?? false,
      pointInTimeRecovery: props.pointInTimeRecovery ?? false,
      maxReadUnits: props.maxReadUnits ?? dev.data.maxReadUnits,
      maxWriteUnits: props.maxWriteUnits ?? dev.data.maxWriteUnits,
    },
    ...(props.exposure !== undefined && { exposure: props.exposure as EnvironmentSettings['exposure'] }),
    // Certificate and zone are the CDK's own; the name is checked with them.
    ...(props.domain && {
      domain: {
        name: props.domain.name,
        hostedZoneId: 'Z0',
        zoneName: Token.isUnresolved(props.domain.zone.zoneName)
          ? props.domain.name
          : props.domain.zone.zoneName,
      },
    }),
    ...(props.alarms?.thresholds && { operations: { thresholds: { ...props.alarms.thresholds } } }),
    logRetentionDays: (props.logRetention ?? dev.logRetentionDays) as EnvironmentSettings['logRetentionDays'],
    throttle: props.throttle ?? dev.throttle,
    ...(dev.unattributedRequests && { unattributedRequests: dev.unattributedRequests }),
    memory: {
      ...memoryOf(props.getSessionsMemorySize ?? dev.memory.getSessionsMegabytes),
      controlMegabytes: props.controlMemorySize ?? dev.memory.controlMegabytes,
    },
    ...(props.console !== undefined && { console: props.console }),
    accounts: {
      ...(journalRetention && { journalSeconds: journalRetention.toSeconds() }),
      ...(accountExpiry && { expiresInSeconds: accountExpiry.toSeconds() }),
    },
  };
}

/** The function's caches get the share of its memory that they have in dev. */
function memoryOf(getSessionsMegabytes: number): EnvironmentSettings['memory'] {
  const share = (cache: number) =>
    Math.max(1, Math.floor((getSessionsMegabytes * cache) / dev.memory.getSessionsMegabytes));
  return {
    getSessionsMegabytes,
    // For what is no number of megabytes, that alone is the complaint.
    ...(Number.isInteger(getSessionsMegabytes) && {
      sliceCacheMegabytes: share(dev.memory.sliceCacheMegabytes),
      rowCacheMegabytes: share(dev.memory.rowCacheMegabytes),
    }),
  };
}

/** Different for every construct of an account and region, as stack names are, and the same at every synthesis. */
function nameOf(scope: Construct): string {
  return Names.uniqueResourceName(scope, { maxLength: longestName, separator: '-' }).toLowerCase();
}

function describeUnknown(prop: string): string {
  return `${prop}: is not a known prop`;
}

function describeProblem({ field, what }: SettingsProblem): string {
  return `${inProps(field)}: ${inProps(what)}`;
}

/** A text about settings, with the names of props instead. */
function inProps(text: string): string {
  return Object.entries(settingOf).reduce((said, [prop, setting]) => said.replaceAll(setting, prop), text);
}

function wrongProps(scope: Construct, problems: readonly string[]): Error {
  return new Error(`KoreSessionsEmulator ${scope.node.path}: ${problems.join('; ')}`);
}
