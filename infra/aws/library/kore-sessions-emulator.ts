import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { HttpFront } from '../constructs/fronts/http-front.ts';
import { emulatorFunctions } from '../constructs/functions/emulator-functions.ts';
import { SessionStore } from '../constructs/session-store.ts';
import type { KoreSessionsEmulatorProps } from './props.ts';
import { toEnvironment } from './settings.ts';

export type { EmulatorThrottle, KoreSessionsEmulatorProps } from './props.ts';

/** An emulator within a stack of one's own: table, control key, functions and HTTP API. */
export class KoreSessionsEmulator extends Construct {
  /** Base URL of the emulated API, and of the control API under `/_emulator`. */
  readonly url: string;
  /** Holds the key of the control API, which is sent as a bearer token. */
  readonly controlKeySecret: Secret;
  /** Holds accounts, sessions and the journal. */
  readonly table: TableV2;
  /** Answers the emulated API. */
  readonly getSessionsFunction: IFunction;
  /** Answers the control API. */
  readonly controlFunction: IFunction;

  /** @throws Error that names each wrong prop */
  constructor(scope: Construct, id: string, props: KoreSessionsEmulatorProps = {}) {
    super(scope, id);
    const environment = toEnvironment(this, props);
    const store = new SessionStore(this, 'Store', environment.data);
    const { getSessions, control } = emulatorFunctions(this, { environment, store });
    const front = new HttpFront(this, 'Http', {
      environment,
      getSessions: getSessions.lambda,
      control: control.lambda,
    });

    this.url = front.api.apiEndpoint;
    this.controlKeySecret = store.controlKey;
    this.table = store.table;
    this.getSessionsFunction = getSessions.lambda;
    this.controlFunction = control.lambda;
  }
}
