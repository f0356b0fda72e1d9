import { join } from 'node:path';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { EmulatorFunction } from '../../../infra/aws/constructs/functions/emulator-function.ts';
import { dev } from '../../../infra/aws/environments/dev.ts';
import { createTestApp, stageOf } from './synthesize.ts';

/** The code of one function as it is deployed. */
export interface Bundle {
  /** The folder that is zipped and uploaded. */
  readonly folder: string;
  /** The built `index.mjs`, which can be imported. */
  readonly path: string;
}

export interface Bundles {
  readonly 'get-sessions': Bundle;
  readonly control: Bundle;
  /** Removes the bundles; to be called when the tests are done with them. */
  readonly remove: () => void;
}

/** Builds the functions the way `cdk deploy` does, into a new folder. */
export async function buildBundles(): Promise<Bundles> {
  const { app, remove } = createTestApp([dev], { 'aws:cdk:enable-asset-metadata': true });
  const stage = stageOf(app, dev);
  const { api } = stage;
  const assembly = app.synth().getNestedAssembly(stage.artifactId);
  const resources = assembly.getStackArtifact(api.artifactId).template.Resources;

  const bundleOf = ({ lambda }: EmulatorFunction): Bundle => {
    const logicalId = api.resolve(api.getLogicalId(lambda.node.defaultChild as CfnFunction));
    const folder = join(assembly.directory, resources[logicalId].Metadata['aws:asset:path']);
    return { folder, path: join(folder, 'index.mjs') };
  };
  return { 'get-sessions': bundleOf(api.getSessions), control: bundleOf(api.control), remove };
}
