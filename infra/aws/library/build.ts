import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { buildFunction } from '../constructs/functions/build-function.ts';
import { projectRoot } from '../project.ts';
import { packageJson } from './package-json.ts';

// What CDK applications get: a package of its own in dist/cdk, with the functions as they are deployed, the construct as
// an ES module and for CommonJS, and its types for both. It needs the CDK and nothing else.

const library = join(projectRoot, 'infra/aws/library');
const out = join(projectRoot, 'dist/cdk');

for (const source of ['get-sessions', 'control']) {
  buildFunction(source, join(out, 'functions', source));
}

/** In a clone CDK builds the functions; here they are built. */
const builtFunctions: Plugin = {
  name: 'built functions',
  setup({ onResolve }) {
    onResolve({ filter: /\/function-code\.ts$/ }, () => ({ path: join(library, 'built-function-code.ts') }));
  },
};

const construct: BuildOptions = {
  absWorkingDir: projectRoot,
  entryPoints: [join(library, 'kore-sessions-emulator.ts')],
  bundle: true,
  plugins: [builtFunctions],
  external: ['aws-cdk-lib', 'constructs'],
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
};

await build({ ...construct, outfile: 'dist/cdk/index.mjs', format: 'esm' });
await build({
  ...construct,
  outfile: 'dist/cdk/index.cjs',
  format: 'cjs',
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
});

const types = join(out, 'types');
mkdirSync(types, { recursive: true });
const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
const tsc = join(typescript, 'bin/tsc');
execFileSync(process.execPath, [tsc, '-p', library, '--outDir', types], { stdio: 'inherit' });
// The same declarations for both kinds of module, each naming the other file as its kind does.
for (const [extension, imported] of [
  ['d.cts', './props.cjs'],
  ['d.mts', './props.mjs'],
] as const) {
  for (const [name, as] of [
    ['kore-sessions-emulator', 'index'],
    ['props', 'props'],
  ] as const) {
    const text = readFileSync(join(types, `${name}.d.ts`), 'utf8').replaceAll(
      "'./props.ts'",
      `'${imported}'`,
    );
    writeFileSync(join(out, `${as}.${extension}`), text);
  }
}
rmSync(types, { recursive: true });

writeFileSync(join(out, 'package.json'), `${JSON.stringify(packageJson(), undefined, 2)}\n`);
copyFileSync(join(projectRoot, 'LICENSE'), join(out, 'LICENSE'));
copyFileSync(join(projectRoot, 'docs/cdk-construct.md'), join(out, 'README.md'));
