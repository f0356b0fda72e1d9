import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project.ts';

interface ProjectPackage {
  readonly version: string;
  readonly license: string;
  readonly engines: unknown;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/**
 * The package.json of the package for CDK applications. It is one of CommonJS with an ES module beside it, as
 * `moduleResolution` node10 and tools of its time read `main` and `types` alone.
 */
export function packageJson(): Readonly<Record<string, unknown>> {
  const text = readFileSync(join(projectRoot, 'package.json'), 'utf8');
  const { version, license, engines, peerDependencies } = JSON.parse(text) as ProjectPackage;
  // That of the helpers for tests is not for CDK applications.
  const { vitest: _, ...cdk } = peerDependencies;
  return {
    name: 'kore-sessions-emulator-cdk',
    version,
    description: 'A CDK construct: Kore.ai’s Sessions History API (getSessions) as a test system.',
    license,
    type: 'commonjs',
    main: './index.cjs',
    module: './index.mjs',
    types: './index.d.cts',
    exports: {
      '.': {
        import: { types: './index.d.mts', default: './index.mjs' },
        require: { types: './index.d.cts', default: './index.cjs' },
      },
      './package.json': './package.json',
    },
    engines,
    peerDependencies: cdk,
  };
}
