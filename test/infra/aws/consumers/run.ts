import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { projectRoot } from '../../../../infra/aws/project.ts';
import { isPacked } from '../../../support/packed.ts';

// Installs the packed construct into CDK applications as `cdk init` makes and made them, with the oldest and the newest
// CDK that it is for, and has each tool take it: npm run test:consumers
// With `-- --short`, types by one resolution, and both kinds of modules: what needs neither ts-node nor jest. The CDK that
// this project has installed is then linked, and libraries are checked by this project's compiler, which takes a fraction.

const short = process.argv.includes('--short');

/** What one step may take, in ms, on a machine that is busy: a registry that does not answer ends the run. */
const limits = { tool: 120_000, npm: 240_000 };

const oldest = { cdk: '2.258.1', constructs: '10.5.0' };
const newest = { cdk: '2.276.0', constructs: '10.8.1' };

const source = `
import { App, Stack } from 'aws-cdk-lib';
import { KoreSessionsEmulator } from 'kore-sessions-emulator-cdk';

export function synthesize(): string[] {
  const app = new App();
  const stack = new Stack(app, 'test-systems');
  const emulator: KoreSessionsEmulator = new KoreSessionsEmulator(stack, 'Kore', { maxReadUnits: 2000 });
  if (emulator.url === '') throw new Error('There is no URL.');
  const { template } = app.synth().getStackByName('test-systems');
  return Object.values(template.Resources as { [id: string]: { Type: string } }).map(({ Type }) => Type);
}
`;
const check = `if (!synthesize().includes('AWS::DynamoDB::GlobalTable')) throw new Error('There is no table.');`;
const plain = source.replaceAll(/: (string\[\]|KoreSessionsEmulator(?= =))|( as \{[^}]*\}[^}]*\})/g, '');

const files: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: 'consumer', private: true }),
  'lib.ts': source,
  'app.ts': `import { synthesize } from './lib';\n${check}\n`,
  'app.test.ts': `import { synthesize } from './lib';\ntest('it has a table', () => expect(synthesize()).toContain('AWS::DynamoDB::GlobalTable'));\n`,
  'app.mjs': `${plain}\n${check}\n`,
  'app.cjs': `${plain.replaceAll(/import (.*) from ('.*');/g, 'const $1 = require($2);').replace('export ', '')}\n${check}\n`,
  'both.mjs': `import './app.mjs';\nimport './app.cjs';\n`,
  // That of cdk init in 2024.
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      target: 'ES2022',
      module: 'commonjs',
      strict: true,
      esModuleInterop: true,
      types: ['node', 'jest'],
    },
  }),
  'jest.config.js': `module.exports = { testMatch: ['**/*.test.ts'], transform: { '^.+\\\\.ts$': ['ts-jest', { isolatedModules: true }] } };\n`,
};

const allResolutions = [
  ['node10', 'commonjs'],
  ['node16', 'node16'],
  ['nodenext', 'nodenext'],
  ['bundler', 'esnext'],
] as const;
const resolutions = short ? allResolutions.filter(([name]) => name === 'nodenext') : allResolutions;

const ownCompiler = join(projectRoot, 'node_modules/typescript/bin/tsc');
const compiler = ['typescript@5.9.3', '@types/node@20.19.43'];
const runners = ['ts-node@10.9.2', 'jest@29.7.0', 'ts-jest@29.4.5', '@types/jest@29.5.14'];

function inApplication(folder: string, what: string, program: string, args: readonly string[]): void {
  try {
    execFileSync(process.execPath, [resolve(folder, 'node_modules', program), ...args], {
      cwd: folder,
      stdio: 'pipe',
      timeout: limits.tool,
      killSignal: 'SIGKILL',
    });
  } catch (error) {
    if (tookTooLong(error)) throw new Error(`${what}: not done after ${limits.tool / 1000} s.`);
    if (error instanceof Error && 'stdout' in error && 'stderr' in error) {
      process.stderr.write(`${what}:\n${error.stdout}${error.stderr}\n`);
    }
    throw new Error(`The construct fails: ${what}.`);
  }
  process.stdout.write(`ok ${what}\n`);
}

function npm(folder: string, ...args: string[]): void {
  try {
    execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'], timeout: limits.npm });
  } catch (error) {
    if (!tookTooLong(error)) throw error;
    throw new Error(`npm ${args[0]}: not done after ${limits.npm / 1000} s. Does the registry answer?`);
  }
}

const tookTooLong = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ETIMEDOUT';

function install(folder: string, packages: readonly string[]): void {
  const all = [...packages, ...compiler, ...(short ? [] : runners)];
  npm(folder, 'install', '--prefer-offline', '--no-audit', '--no-fund', ...all);
}

/** Gives an application the packages of this project, and the construct as it is installed in another one. */
function linkInto(folder: string, other: string): void {
  const construct = 'node_modules/kore-sessions-emulator-cdk';
  cpSync(join(other, construct), join(folder, construct), { recursive: true });
  mkdirSync(join(folder, 'node_modules/@types'));
  for (const name of ['aws-cdk-lib', 'constructs', '@types/node']) {
    symlinkSync(join(projectRoot, 'node_modules', name), join(folder, 'node_modules', name));
  }
  const { version } = JSON.parse(
    readFileSync(join(folder, 'node_modules/aws-cdk-lib/package.json'), 'utf8'),
  ) as { version: string };
  if (version !== newest.cdk) throw new Error(`The newest CDK is said to be ${newest.cdk}, not ${version}.`);
}

const root = mkdtempSync(join(tmpdir(), 'emulator-consumers-'));
try {
  if (!isPacked) npm(projectRoot, 'run', '--silent', 'build:cdk');
  npm(join(projectRoot, 'dist/cdk'), 'pack', '--silent', '--pack-destination', root);
  const [tarball = ''] = readdirSync(root);
  for (const { cdk, constructs } of [oldest, newest]) {
    const folder = join(root, cdk);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    if (short && cdk === newest.cdk) linkInto(folder, join(root, oldest.cdk));
    else install(folder, [`aws-cdk-lib@${cdk}`, `constructs@${constructs}`, join(root, tarball)]);
    for (const server of ['hono', 'classic-level', '@aws-sdk']) {
      if (existsSync(join(folder, 'node_modules', server))) throw new Error(`It brings ${server}.`);
    }
    const at = (what: string) => `${what}, aws-cdk-lib ${cdk}`;
    for (const [resolution, module] of resolutions) {
      const args = ['--noEmit', '--strict', '--target', 'es2022', '--types', 'node', '--module', module];
      const check = [...args, '--moduleResolution', resolution, 'lib.ts'];
      const what = at(`moduleResolution ${resolution}`);
      if (short) inApplication(folder, `${what}, libraries`, ownCompiler, ['--ignoreConfig', ...check]);
      if (!short || cdk === oldest.cdk) {
        const libraries = short ? ['--skipLibCheck'] : [];
        inApplication(folder, what, 'typescript/bin/tsc', [...libraries, ...check]);
      }
    }
    if (!short) {
      inApplication(folder, at('ts-node'), 'ts-node/dist/bin.js', ['app.ts']);
      inApplication(folder, at('jest'), 'jest/bin/jest.js', []);
    }
    if (short) inApplication(folder, at('ES modules and CommonJS'), '../both.mjs', []);
    else {
      inApplication(folder, at('ES modules'), '../app.mjs', []);
      inApplication(folder, at('CommonJS'), '../app.cjs', []);
    }
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
