import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { asModules, bundled } from './bundles.ts';
import { schemaTypes } from './schema-types.ts';

// What tests import: dist/testing, as ES modules and for CommonJS, with types that name nothing outside of it.

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const out = join(projectRoot, 'dist/testing');

const options = bundled(out);

await build({ ...options, ...asModules });
await build({
  ...options,
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
});

const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
const types = mkdtempSync(join(tmpdir(), 'kore-testing-types-'));
try {
  const tsc = [join(typescript, 'bin/tsc'), '-p', join(projectRoot, 'infra/testing/typescript')];
  execFileSync(process.execPath, [...tsc, '--outDir', types], { stdio: 'inherit' });
  writeFileSync(join(types, 'schemas.d.ts'), await schemaTypes());
  // The same declarations for both kinds of module, each naming the other files as its kind does.
  for (const [extension, imported] of [
    ['d.mts', 'mjs'],
    ['d.cts', 'cjs'],
  ] as const) {
    for (const file of readdirSync(types)) {
      const text = readFileSync(join(types, file), 'utf8');
      const outside = /'(\.\.\/[^']+)'/.exec(text)?.[1];
      if (outside !== undefined)
        throw new Error(`The types of ${file} name ${outside}, which the package does not have.`);
      const named = text.replaceAll(/'(\.\/[\w-]+)\.ts'/g, `'$1.${imported}'`);
      writeFileSync(join(out, file.replace('d.ts', extension)), named);
    }
  }
} finally {
  rmSync(types, { recursive: true });
}
