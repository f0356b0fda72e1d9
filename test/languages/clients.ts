import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Project, pythonOf } from './project.ts';
import { projectRoot, run } from './tools.ts';

const typescript = ['npx', '--yes', '-p', 'typescript@5.9.3'];
const generator = '7.17.0';

/** Clients that generators make of the OpenAPI document: they compile, make an account, import, and read the journal. */
export async function clients(project: Project): Promise<void> {
  const folder = join(project.folder, 'clients');
  mkdirSync(folder);
  cpSync(join(projectRoot, 'test/languages/clients'), folder, { recursive: true });
  const here = { cwd: folder };
  const exec = ['npx', 'kore-sessions-emulator', 'exec', '--'];
  await run([...exec, 'sh', '-c', 'curl -s -o openapi.json "$KORE_URL/_emulator/openapi.json"'], here);
  const linted = await run(['npx', '--yes', '@redocly/cli@2.77.0', 'lint', 'openapi.json'], here);
  if (/\d+ warning/.test(linted)) throw new Error(`Redocly warns:\n${linted}`);

  await run(
    [
      ...typescript,
      '-p',
      'openapi-typescript@7.13.0',
      'openapi-typescript',
      'openapi.json',
      '-o',
      'api.d.ts',
    ],
    here,
  );
  await run(
    [...typescript, '-p', '@hey-api/openapi-ts@0.99.0', 'openapi-ts', '-i', 'openapi.json', '-o', 'hey'],
    here,
  );
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
  await run([...typescript, 'tsc', ...strict, ...types, ...sources], here);
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
  await run([...exec, 'node', 'hey-api.mjs'], here);

  const python = await pythonOf(project);
  await run(
    [python, '-m', 'openapi_python_client', 'generate', '--path', 'openapi.json', '--output-path', 'python'],
    here,
  );
  await run([...exec, python, 'client.py'], { ...here, env: { PYTHONPATH: join(folder, 'python') } });

  const maven = ['mvn', '-q', '--batch-mode'];
  const jar = `org.openapitools:openapi-generator-cli:${generator}`;
  await run([...maven, 'dependency:copy', `-Dartifact=${jar}`, `-DoutputDirectory=${folder}`], here);
  const jarFile = `openapi-generator-cli-${generator}.jar`;
  await run(['java', '-jar', jarFile, 'generate', '-i', 'openapi.json', '-g', 'java', '-o', 'java'], here);
  cpSync(join(folder, 'Main.java'), join(folder, 'java/src/main/java/Main.java'));
  const main = ['org.codehaus.mojo:exec-maven-plugin:3.5.1:java', '-Dexec.mainClass=Main'];
  await run([...exec, ...maven, '-Dmaven.test.skip=true', 'compile', ...main], { cwd: join(folder, 'java') });
}
