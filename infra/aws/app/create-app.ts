import { App, type AppProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { type Environment, environments, findEnvironment } from '../environments/index.ts';
import { EmulatorStage } from './stage.ts';

export interface EmulatorAppProps extends AppProps {
  /** Left out: the one that `-c env=NAME` names, or else all of them. */
  readonly environments?: readonly Environment[];
}

/** An App with a stage per environment and the AWS Solutions rules checked at synthesis. */
export function createApp({ environments: chosen, ...props }: EmulatorAppProps = {}): App {
  const app = new App(props);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  for (const environment of chosen ?? requestedEnvironments(app)) {
    new EmulatorStage(app, environment.name, { environment, env: targetOf(environment) });
  }
  return app;
}

function requestedEnvironments(app: App): readonly Environment[] {
  const name: unknown = app.node.tryGetContext('env');
  return name === undefined ? environments : [findEnvironment(String(name))];
}

/** Without a fixed account and region, those that the CDK command line found; without these, any. */
function targetOf(environment: Environment): { account?: string; region?: string } {
  const account = environment.account ?? process.env['CDK_DEFAULT_ACCOUNT'];
  const region = environment.region ?? process.env['CDK_DEFAULT_REGION'];
  return { ...(account && { account }), ...(region && { region }) };
}
