import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { other } from './npx.ts';
import { exec, type Project, pythonOf } from './project.ts';
import { projectRoot, run, shortLived, shortLivedJava } from './tools.ts';

/** Clients that generators make of the OpenAPI document: they compile, make an account, import, and read the journal. */
export async function clients(project: Project): Promise<void> {
  const folder = join(project.folder, 'clients');
  mkdirSync(folder);
  cpSync(join(projectRoot, 'test/languages/clients'), folder, { recursive: true });
  const here = { cwd: folder };
  await run(
    [...exec(project), 'sh', '-c', 'curl -s -o openapi.json "$KORE_URL/_emulator/openapi.json"'],
    here,
  );
  const linted = await run([await other('redocly'), 'lint', 'openapi.json'], here);
  if (/\d+ warning/.test(linted)) throw new Error(`Redocly warns:\n${linted}`);

  await run([await other('openapi-typescript'), 'openapi.json', '-o', 'api.d.ts'], here);
  await run([await other('openapi-ts'), '-i', 'openapi.json', '-o', 'hey'], here);
  const strict = [
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--moduleResolution',
    'bundler',
    '--module',
    'esnext',
  ];
  const sources = ['hey-api.ts', 'openapi-typescript.ts'];
  const types = [
    '--target',
    'es2022',
    '--types',
    'node',
    '--typeRoots',
    join(projectRoot, 'node_modules/@types'),
  ];
  await run([await other('tsc'), ...strict, ...types, ...sources], here);
  await run(
    [
      join(projectRoot, 'node_modules/.bin/esbuild'),
      'hey-api.ts',
      '--bundle',
      '--platform=node',
      '--format=esm',
      '--outfile=hey-api.mjs',
    ],
    here,
  );
  await run([...exec(project), 'node', 'hey-api.mjs'], here);

  const python = await pythonOf(project);
  await run(
    [python, '-m', 'openapi_python_client', 'generate', '--path', 'openapi.json', '--output-path', 'python'],
    here,
  );
  await run([...exec(project), python, 'client.py'], {
    ...here,
    env: { PYTHONPATH: join(folder, 'python') },
  });

  // The package of pip holds the jar.
  const jar = ['-c', 'import openapi_generator_cli as it; print(it.__path__[0] + "/openapi-generator.jar")'];
  const generator = ['java', ...shortLived, '-jar', (await run([python, ...jar], here)).trim(), 'generate'];
  // The code without its pages and the empty tests of each class.
  const without = ['apiDocs', 'modelDocs', 'apiTests', 'modelTests'].map((part) => `${part}=false`);
  const parts = ['apis', 'models', 'supportingFiles', ...without].join(',');
  await run(
    [...generator, '-i', 'openapi.json', '-g', 'java', '-o', 'java', '--global-property', parts],
    here,
  );
  cpSync(join(folder, 'Main.java'), join(folder, 'java/src/main/java/Main.java'));
  const maven = ['mvn', '-q', '--batch-mode', '-Dmaven.test.skip=true', 'compile'];
  const main = ['org.codehaus.mojo:exec-maven-plugin:3.5.1:java', '-Dexec.mainClass=Main'];
  await run([...exec(project), ...maven, ...main], { cwd: join(folder, 'java'), env: shortLivedJava });
}
