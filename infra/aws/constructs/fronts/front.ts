import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import type { Environment } from '../../environments/index.ts';
import type { WatchedApi } from '../watching/metrics.ts';

export interface FrontProps {
  readonly environment: Environment;
  /** Answers all that no other function does. */
  readonly getSessions: IFunction;
  /** Answers all under `/_emulator`. */
  readonly control: IFunction;
}

/** The API that hands requests to the functions, whichever kind it is. */
export interface Front {
  readonly api: WatchedApi;
  readonly apiId: string;
  readonly stage: IConstruct & { readonly stageName: string };
  /** Base URL that API Gateway makes up, without a slash at its end. */
  readonly url: string;
}

/** The ways in which an API may be reached that only a REST API has. */
export type RestExposure = Exclude<Environment['exposure'], { kind: 'open' }>;
export type ProtectedExposure = Extract<RestExposure, { kind: 'protected' }>;
export type PrivateExposure = Extract<RestExposure, { kind: 'private' }>;
