import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';

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

/** How much the API takes. */
export interface EmulatorThrottle {
  /** Requests a second. */
  readonly rate: number;
  /** Requests at once. */
  readonly burst: number;
}
