import { CfnOutput, CrossStackReferences, ReferenceStrength, Stack, type StackProps } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { createFront, mapDomain } from '../constructs/fronts/create-front.ts';
import type { Front } from '../constructs/fronts/front.ts';
import type { EmulatorFunction } from '../constructs/functions/emulator-function.ts';
import { emulatorFunctions } from '../constructs/functions/emulator-functions.ts';
import { KeyRotation } from '../constructs/functions/key-rotation.ts';
import type { SessionStore } from '../constructs/session-store.ts';
import type { Environment } from '../environments/index.ts';
import { parameterName } from '../project.ts';

export interface ApiStackProps extends StackProps {
  readonly environment: Environment;
  readonly store: SessionStore;
}

/** The functions and the API in front of them. Holds no data, so it can be destroyed and deployed again. */
export class ApiStack extends Stack {
  readonly front: Front;
  readonly getSessions: EmulatorFunction;
  readonly control: EmulatorFunction;
  /** All functions by the name people know them by. */
  readonly functions: Readonly<Record<string, IFunction>>;

  constructor(scope: Construct, id: string, { environment, store, ...props }: ApiStackProps) {
    super(scope, id, props);
    // CloudFormation then refuses to remove or replace the table or the key while the functions use it.
    CrossStackReferences.of(this).consume(ReferenceStrength.STRONG);
    const { getSessions, control } = emulatorFunctions(this, { environment, store });
    this.getSessions = getSessions;
    this.control = control;
    const { controlKeyRotationDays: days } = environment;
    const rotation =
      days === undefined
        ? undefined
        : new KeyRotation(this, 'KeyRotation', {
            controlKey: store.controlKey,
            days,
            logRetention: environment.logRetentionDays,
          });
    this.functions = {
      'get-sessions': this.getSessions.lambda,
      control: this.control.lambda,
      ...(rotation ? { 'rotate-key': rotation.rotateKey.lambda } : {}),
    };
    this.front = createFront(this, {
      environment,
      getSessions: this.getSessions.lambda,
      control: this.control.lambda,
    });

    this.#publishNames(environment.name);
    const { domain } = environment;
    if (domain) mapDomain(this, domain.name, this.front);
    const url = domain ? `https://${domain.name}` : this.front.url;
    new StringParameter(this, 'UrlParameter', {
      parameterName: parameterName(environment.name, 'url'),
      description: 'Base URL of the emulator.',
      stringValue: url,
    });
    new CfnOutput(this, 'Url', { value: url });
  }

  /** What CloudFormation made up, for those that must follow it when it is made anew. */
  #publishNames(environment: string): void {
    new StringParameter(this, 'ApiIdParameter', {
      parameterName: parameterName(environment, 'api-id'),
      description: 'Id of the API.',
      stringValue: this.front.apiId,
    });
    for (const [name, { functionName }] of Object.entries(this.functions)) {
      new StringParameter(this, `${name}-name-parameter`, {
        parameterName: parameterName(environment, `functions/${name}`),
        description: `Name of the function ${name}.`,
        stringValue: functionName,
      });
    }
  }
}
