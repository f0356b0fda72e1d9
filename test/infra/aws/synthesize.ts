import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { createApp } from '../../../infra/aws/app/create-app.ts';
import { EmulatorStage } from '../../../infra/aws/app/stage.ts';
import type { Environment } from '../../../infra/aws/environments/index.ts';
import { projectRoot } from '../../../infra/aws/project.ts';

type Context = Readonly<Record<string, unknown>>;

const cdkJson: { context: Context } = JSON.parse(readFileSync(join(projectRoot, 'cdk.json'), 'utf8'));

/** The feature flags the deployed application is synthesized with. */
export const cdkContext = cdkJson.context;

/** An App as `cdk synth` makes it, that writes to a new folder. */
export function createTestApp(environments: readonly Environment[] | undefined, extra: Context) {
  const outdir = mkdtempSync(join(tmpdir(), 'emulator-cdk-'));
  const remove = () => rmSync(outdir, { recursive: true, force: true });
  try {
    const context = { ...cdkContext, ...extra };
    return { app: createApp({ ...(environments && { environments }), outdir, context }), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Gives an App to a function and removes what it wrote. Functions are not built: templates do not need them. */
export function withApp<T>(
  environments: readonly Environment[] | undefined,
  use: (app: App) => T,
  extra: Context = {},
): T {
  const { app, remove } = createTestApp(environments, { 'aws:cdk:bundling-stacks': [], ...extra });
  try {
    return use(app);
  } finally {
    remove();
  }
}

export interface Synthesized {
  readonly stage: EmulatorStage;
  readonly data: Template;
  readonly api: Template;
  readonly domain: Template | undefined;
  readonly operations: Template | undefined;
}

/** What this process has synthesized, which test files share: the same environment has the same templates. */
const known = new Map<string, Synthesized>();

/** The templates of one environment. */
export function synthesize(environment: Environment): Synthesized {
  const key = JSON.stringify(environment);
  const synthesized = known.get(key) ?? synthesizeAnew(environment);
  known.set(key, synthesized);
  return synthesized;
}

function synthesizeAnew(environment: Environment): Synthesized {
  return withApp([environment], (app) => {
    const stage = stageOf(app, environment);
    const assembly = app.synth().getNestedAssembly(stage.artifactId);
    const template = (stack: Stack) =>
      Template.fromJSON(assembly.getStackArtifact(stack.artifactId).template);
    return {
      stage,
      data: template(stage.data),
      api: template(stage.api),
      domain: stage.domain && template(stage.domain),
      operations: stage.operations && template(stage.operations),
    };
  });
}

/** The stage of that environment in an App. */
export function stageOf(app: App, environment: Environment): EmulatorStage {
  const stage = app.node.findChild(environment.name);
  if (!(stage instanceof EmulatorStage)) throw new Error(`${environment.name} is not an EmulatorStage`);
  return stage;
}
