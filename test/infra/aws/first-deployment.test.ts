import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { environments } from '../../../infra/aws/environments/index.ts';
import { createPipelineApp } from '../../../infra/aws/pipeline/create-pipeline-app.ts';
import { guarded } from './exposures.ts';
import { cdkContext, withApp } from './synthesize.ts';

type Assembly = ReturnType<Stage['synth']>;

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
}

function resourcesOf(assembly: Assembly): Resource[] {
  const own = assembly.stacks.flatMap(({ template }): Resource[] => Object.values(template.Resources));
  return [...own, ...assembly.nestedAssemblies.flatMap(({ nestedAssembly }) => resourcesOf(nestedAssembly))];
}

/** What CloudFormation leaves behind where it rolls the first deployment of a stack back. */
const orphansOf = (app: App): string[] =>
  resourcesOf(app.synth())
    .filter(({ DeletionPolicy = 'Delete' }) => !['Delete', 'RetainExceptOnCreate'].includes(DeletionPolicy))
    .map(({ Type, DeletionPolicy }) => `${Type}: ${DeletionPolicy}`);

describe('a first deployment that fails', () => {
  test.each([
    ...environments.map((environment) => [environment.name, environment] as const),
    ...Object.entries(guarded).map(([name, environment]) => [`prod, ${name}`, environment] as const),
  ])('leaves nothing of %s behind', (_, environment) => {
    expect(withApp([environment], orphansOf)).toEqual([]);
  });

  test('leaves nothing of the pipeline behind', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'emulator-pipeline-'));
    const connectionArn =
      'arn:aws:codeconnections:eu-central-1:111122223333:connection/01234567-89ab-cdef-0123-456789abcdef';
    const repository = 'example/kore-sessions-emulator';
    const context = { ...cdkContext, 'aws:cdk:bundling-stacks': [], connectionArn, repository };
    try {
      const app = createPipelineApp({ outdir, context });
      expect(orphansOf(app)).toEqual([]);
      const [pipeline] = app.synth().stacks;
      const template = Template.fromJSON(pipeline?.template ?? {});
      template.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'RetainExceptOnCreate' });
    } finally {
      rmSync(outdir, { recursive: true, force: true });
    }
  });
});
