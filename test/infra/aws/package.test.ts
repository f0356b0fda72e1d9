import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isThorough } from '../../support/thorough.ts';
import { type Bundles, buildBundles } from './bundle.ts';
import { codeBlock, compile, createPackedProject, type PackedProject } from './packed-project.ts';

const run = promisify(execFile);

const example = codeBlock('docs/cdk-construct.md', 'ts');

/** Uses that the types must not allow: where they do, the compiler complains of a directive without an error. */
const misuses = `
import { Stack } from 'aws-cdk-lib';
import { KoreSessionsEmulator } from 'kore-sessions-emulator-cdk';
import { KoreSessionsEmulator as OfTheServersPackage } from 'kore-sessions-emulator/cdk';

export const url: string = new OfTheServersPackage(new Stack(), 'Other', { maxReadUnits: 1 }).url;

// @ts-expect-error
new KoreSessionsEmulator(new Stack(), 'A', { maxReadUnits: '1' });
// @ts-expect-error
new KoreSessionsEmulator(new Stack(), 'B', { maxReedUnits: 1 });
// @ts-expect-error
new KoreSessionsEmulator(new Stack(), 'C').url.toFixed();
`;

interface Asset {
  readonly source: { readonly path: string };
}

let project: PackedProject;
let bundles: Bundles;

/** Runs the compiled example and gives the folder that it synthesizes to. */
async function synthesize(file: string): Promise<string> {
  const out = join(project.folder, `${file}.out`);
  await run(process.execPath, [file], {
    cwd: project.folder,
    env: { ...process.env, CDK_OUTDIR: out },
  });
  return out;
}

const read = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8'));

// To pack and to compile takes ten seconds; applications and tests of the tarball have programs of their own beside.
describe.runIf(isThorough)('the packed package in an empty project', () => {
  beforeAll(async () => {
    project = createPackedProject();
    project.write('app.ts', example);
    project.write('misuses.ts', misuses);
    project.write('commonjs/package.json', JSON.stringify({ type: 'commonjs' }));
    project.write('commonjs/app.ts', example);
    bundles = await buildBundles();
  }, 120_000);

  afterAll(() => {
    project?.remove();
    bundles?.remove();
  });

  test('holds what is built and no sources', () => {
    for (const path of ['functions', 'infra/aws', 'infra/local/cli', 'test']) {
      expect(existsSync(join(project.installed, path)), path).toBe(false);
    }
  });

  test('brings no other package than the CDK into an application', () => {
    const { dependencies, peerDependencies, type } = read(
      project.folder,
      'node_modules/kore-sessions-emulator-cdk/package.json',
    );
    expect({ dependencies, type }).toEqual({ type: 'commonjs' });
    expect(peerDependencies).toEqual({ 'aws-cdk-lib': '^2.258.1', constructs: '^10.5.0' });
    for (const file of ['index.cjs', 'index.mjs']) {
      const text = readFileSync(join(project.installed, 'dist/cdk', file), 'utf8');
      const wanted = [...text.matchAll(/(?:from |require\()["']([^"']+)["']/g)].map(([, name = '']) => name);
      const others = wanted.filter((name) => !/^(node:|aws-cdk-lib(\/|$)|constructs$)/.test(name));
      expect(others).toEqual([]);
    }
  });

  test('runs as a command', async () => {
    const { stdout } = await run(process.execPath, [
      join(project.installed, 'infra/local/bin.mjs'),
      '--help',
    ]);
    expect(stdout).toContain('kore-sessions-emulator COMMAND [options]');
  });

  test('gives the example of the documentation types and a template, in ES modules and in CommonJS', async () => {
    expect(compile(project, ['app.ts', 'commonjs/app.ts', 'misuses.ts'])).toBe('');
    expect(readFileSync(join(project.folder, 'commonjs/app.js'), 'utf8')).toContain('require(');

    const [modules, commonjs] = await Promise.all([synthesize('app.js'), synthesize('commonjs/app.js')]);
    const template = read(modules, 'test-systems.template.json');
    expect(read(commonjs, 'test-systems.template.json')).toEqual(template);

    const stack = Template.fromJSON(template);
    stack.resourceCountIs('AWS::Lambda::Function', 2);
    stack.allResources('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'RetainExceptOnCreate' });
    stack.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    stack.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    });
    const [api = ''] = Object.keys(stack.findResources('AWS::ApiGatewayV2::Api'));
    expect(template.Outputs.KoreUrl.Value).toEqual({ 'Fn::GetAtt': [api, 'ApiEndpoint'] });
    const [secret = ''] = Object.keys(stack.findResources('AWS::SecretsManager::Secret'));
    expect(template.Outputs.KoreControlKeySecret.Value).toEqual({ Ref: secret });
    const [table = ''] = Object.keys(stack.findResources('AWS::DynamoDB::GlobalTable'));
    stack.allResourcesProperties('AWS::Lambda::Function', {
      Environment: { Variables: { TABLE_NAME: { Ref: table } } },
    });

    const assets: Asset[] = Object.values(read(modules, 'test-systems.assets.json').files);
    const functions = assets
      .map(({ source }) => join(modules, source.path, 'index.mjs'))
      .filter(existsSync)
      .map((path) => readFileSync(path, 'utf8'));
    const deployed = [bundles['get-sessions'], bundles.control].map(({ path }) => readFileSync(path, 'utf8'));
    expect(functions.sort()).toEqual(deployed.sort());
  }, 120_000);
});
