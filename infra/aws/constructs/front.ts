import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import type { Environment } from '../environments/index.ts';
import { HttpFront } from './http-front.ts';
import type { WatchedApi } from './metrics.ts';
import { RestFront } from './rest-front.ts';

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

/** Makes the API that the environment's exposure asks for: an HTTP API, or a REST API where it is not open. */
export function createFront(scope: Construct, props: FrontProps): Front {
  const { exposure } = props.environment;
  // A name of its own for each: CloudFormation makes one kind before it removes the other.
  return exposure.kind === 'open'
    ? new HttpFront(scope, 'Http', props)
    : new RestFront(scope, 'Rest', { ...props, exposure });
}
