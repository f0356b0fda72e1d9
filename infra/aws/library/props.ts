import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { ITableV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { ISecurityGroup, IVpc, SubnetSelection, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import type { ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';

/** What an emulator may be told. Everything has a default; each suits a test system that is cheap and soon gone. */
export interface KoreSessionsEmulatorProps {
  /**
   * Part of the names of the API and of its access log, so that several emulators can share an account and region:
   * 2 to 40 of a-z, 0-9 and -, a letter first.
   *
   * @default made from the stack's name and the construct's path
   */
  readonly name?: string;

  /**
   * What becomes of the table and the control key when their stack is deleted: DESTROY or RETAIN.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * DynamoDB refuses to delete the table. Only with a removalPolicy of RETAIN.
   *
   * @default false
   */
  readonly deletionProtection?: boolean;

  /** @default false */
  readonly pointInTimeRecovery?: boolean;

  /**
   * A fuse for the bill: DynamoDB throttles above this many read units a second.
   *
   * @default 4000
   */
  readonly maxReadUnits?: number;

  /**
   * The same for write units.
   *
   * @default 2000
   */
  readonly maxWriteUnits?: number;

  /**
   * Who may reach the API: everyone (an HTTP API), those whom AWS WAF lets through (a regional REST API), or one VPC (a
   * private REST API). A change to or from `open` makes another API with another URL.
   *
   * @default open
   */
  readonly exposure?: EmulatorExposure;

  /**
   * A host name of one's own; not with a private exposure.
   *
   * @default the URL is the one that API Gateway makes up
   */
  readonly domain?: EmulatorDomain;

  /**
   * The VPC that the functions run in. They must reach DynamoDB and Secrets Manager from there.
   *
   * @default in none
   */
  readonly vpc?: IVpc | Vpc;

  /**
   * The subnets of `vpc` that the functions run in.
   *
   * @default private ones
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * The security groups of the functions, in `vpc`.
   *
   * @default one for each function
   */
  readonly securityGroups?: readonly ISecurityGroup[];

  /**
   * A table that an emulator has made, such as one that was retained or restored. It stays as it is, whatever the
   * other props say of tables.
   *
   * @default a new one
   */
  readonly existingTable?: ITableV2 | TableV2;

  /**
   * A secret whose text is the control key. It stays as it is.
   *
   * @default a new one
   */
  readonly existingControlKey?: ISecret | Secret;

  /**
   * Alarms, and whom they tell.
   *
   * @default none
   */
  readonly alarms?: EmulatorAlarms;

  /**
   * Tags of everything in it that can have tags.
   *
   * @default those of the stack
   */
  readonly tags?: Readonly<Record<string, string>>;

  /**
   * The permissions boundary of its roles.
   *
   * @default that of the stack, if any
   */
  readonly permissionsBoundary?: IManagedPolicy;

  /** @default 100 requests a second, 200 at once */
  readonly throttle?: EmulatorThrottle;

  /**
   * How long logs are kept: at most two years.
   *
   * @default RetentionDays.ONE_WEEK
   */
  readonly logRetention?: RetentionDays;

  /**
   * Memory of the function that answers the emulated API, in MB.
   *
   * @default 1024
   */
  readonly getSessionsMemorySize?: number;

  /**
   * Memory of the function that answers the control API, in MB.
   *
   * @default 512
   */
  readonly controlMemorySize?: number;

  /**
   * Whether the console is there, a page under `/_emulator/console/`.
   *
   * @default true
   */
  readonly console?: boolean;

  /**
   * How long the journal keeps a request, in an account that was made without saying so.
   *
   * @default Duration.days(1)
   */
  readonly journalRetention?: Duration;

  /**
   * After which time an account expires that was made without saying so.
   *
   * @default never
   */
  readonly accountExpiry?: Duration;
}

/** Who may reach the API. The kind alone stands for the kind with its defaults. */
export type EmulatorExposure =
  | 'open'
  | 'protected'
  | { readonly kind: 'open' }
  | {
      readonly kind: 'protected';
      /** Networks that may call, as CIDR; all others get 403. Left out, everyone may. */
      readonly allowedNetworks?: readonly string[];
      /** Requests from one address within five minutes, above which it is blocked for a while; 10,000 if left out. */
      readonly requestsPer5Minutes?: number;
    }
  | {
      readonly kind: 'private';
      /** Interface endpoints for execute-api that requests must come through. */
      readonly vpcEndpointIds?: readonly string[];
      /** The VPC that requests must come from. One of the two must be there. */
      readonly vpcId?: string;
    };

/** A host name of one's own. */
export interface EmulatorDomain {
  /** A host name in `zone`. */
  readonly name: string;
  /** The zone that gets the records. */
  readonly zone: IHostedZone;
  /**
   * A certificate of the stack's region.
   *
   * @default one is made and proven by a record in the zone
   */
  readonly certificate?: ICertificate;
}

export interface EmulatorAlarms {
  /** Is told of every alarm. */
  readonly topic: ITopic;
  /** From which value on an alarm goes off; those left out are those of docs/operations.md. */
  readonly thresholds?: EmulatorAlarmThresholds;
}

/** Counts are over five minutes. */
export interface EmulatorAlarmThresholds {
  /** Answers with 5xx that no test asked for. */
  readonly serverErrors?: number;
  /** Time within which 99 of 100 requests are answered, ms. */
  readonly latencyP99Ms?: number;
  /** Failures of one function. */
  readonly functionErrors?: number;
  /** Calls of one function that Lambda turned away. */
  readonly functionThrottles?: number;
  /** Reads or writes that DynamoDB turned away. */
  readonly tableThrottles?: number;
  /** Share of answers with 4xx that no test asked for, in percent. */
  readonly unexpectedClientErrorPercent?: number;
}

/** How much the API takes. */
export interface EmulatorThrottle {
  /** Requests a second. */
  readonly rate: number;
  /** Requests at once. */
  readonly burst: number;
}
