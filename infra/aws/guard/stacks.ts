import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Stack } from 'aws-cdk-lib';
import { createApp } from '../app/create-app.ts';
import type { Environment } from '../environments/index.ts';
import type { StackReference } from './check-environment.ts';

/** The stacks of an environment, each after those it needs. Functions are not built for it. */
export function stacksOf(environment: Environment): StackReference[] {
  const outdir = mkdtempSync(join(tmpdir(), 'emulator-stacks-'));
  try {
    return inOrder(
      createApp({ environments: [environment], outdir, context: { 'aws:cdk:bundling-stacks': [] } }),
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function inOrder(app: App): StackReference[] {
  const ordered: Stack[] = [];
  const add = (stack: Stack): void => {
    if (ordered.includes(stack)) return;
    for (const needed of stack.dependencies) add(needed);
    ordered.push(stack);
  };
  for (const construct of app.node.findAll()) if (Stack.isStack(construct)) add(construct);
  return ordered.map(({ node, stackName }) => ({ path: node.path, name: stackName }));
}
