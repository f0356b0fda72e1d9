import { App, type AppProps } from 'aws-cdk-lib';
import { projectName } from '../project.ts';
import { definePipeline, pipelineFields } from './config.ts';
import { PipelineStack } from './pipeline-stack.ts';

/**
 * An App that holds nothing but the pipeline, configured by context values.
 *
 * @throws Error that names each wrong value
 */
export function createPipelineApp(props: AppProps = {}): App {
  const app = new App(props);
  const given = pipelineFields
    .map((field) => [field, app.node.tryGetContext(field)] as const)
    .filter(([, value]) => value !== undefined);
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
  new PipelineStack(app, 'pipeline', {
    stackName: `${projectName}-pipeline`,
    description: 'Kore Sessions Emulator: pipeline',
    config: definePipeline(Object.fromEntries(given)),
    env: { ...(account && { account }), ...(region && { region }) },
  });
  return app;
}
