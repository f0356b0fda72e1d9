import { Stage, type StageProps, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Environment } from '../environments/index.ts';
import { projectName } from '../project.ts';
import { ApiStack } from '../stacks/api-stack.ts';
import { DataStack } from '../stacks/data-stack.ts';
import { DomainStack } from '../stacks/domain-stack.ts';
import { OperationsStack } from '../stacks/operations-stack.ts';

export interface EmulatorStageProps extends StageProps {
  readonly environment: Environment;
}

/** The stacks of one environment. Their names carry its name, so that several can share an account. */
export class EmulatorStage extends Stage {
  readonly data: DataStack;
  /** Where the environment has a host name of its own. */
  readonly domain: DomainStack | undefined;
  readonly api: ApiStack;
  readonly operations: OperationsStack | undefined;

  constructor(scope: Construct, id: string, { environment, ...props }: EmulatorStageProps) {
    super(scope, id, props);
    const named = (part: string) => ({ stackName: `${projectName}-${environment.name}-${part}` });

    this.data = new DataStack(this, 'data', {
      ...named('data'),
      description: 'Kore Sessions Emulator: table and control key',
      environment,
    });
    this.domain = environment.domain
      ? new DomainStack(this, 'domain', {
          ...named('domain'),
          description: 'Kore Sessions Emulator: host name, certificate and records',
          terminationProtection: environment.data.terminationProtection,
          domain: environment.domain,
        })
      : undefined;
    this.api = new ApiStack(this, 'api', {
      ...named('api'),
      description: 'Kore Sessions Emulator: functions and API',
      environment,
      store: this.data.store,
    });
    if (this.domain) this.api.addStackDependency(this.domain);
    this.operations = environment.operations
      ? new OperationsStack(this, 'operations', {
          ...named('operations'),
          description: 'Kore Sessions Emulator: alarms and dashboard',
          environment: environment.name,
          operations: environment.operations,
          table: this.data.store.table,
          front: this.api.front,
          functions: Object.keys(this.api.functions),
        })
      : undefined;
    this.operations?.addStackDependency(this.api);

    Tags.of(this).add('application', projectName);
    Tags.of(this).add('environment', environment.name);
  }
}
