import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Project, pythonOf } from './project.ts';
import { inherited, javac8, projectRoot, run, shortLived } from './tools.ts';

/** How a language runs its program, the mode left out. */
interface Language {
  name: string;
  command: readonly string[];
  /** Whether it starts what KORE_EMULATOR_COMMAND says. */
  takesCommand: boolean;
}

type Variables = Readonly<Record<string, string>>;

/** What goes wrong with helpers: each says what is wrong and what to do, in every language, and leaves nothing. */
export async function failures(project: Project): Promise<void> {
  const folder = join(project.folder, 'failures');
  cpSync(join(projectRoot, 'test/languages/failures'), folder, { recursive: true });
  const emulator = await open(
    [process.execPath, join(project.installed, 'infra/local/bin.mjs'), 'start'],
    folder,
    {
      args: ['--port', '0', '--empty', '--quiet', '--until-stdin-ends'],
    },
  );
  const { url, controlKey } = JSON.parse(await emulator.line()) as { url: string; controlKey: string };
  const other = createServer((_, response) => response.end('<html>hello</html>')).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const foreign = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  try {
    for (const language of await languages(project, folder)) {
      await sayWhatIsWrong(language, folder, { url, controlKey, foreign });
      await leaveNothing(language, folder, { url, controlKey });
    }
  } finally {
    other.close();
    emulator.end();
  }
}

async function languages(project: Project, folder: string): Promise<Language[]> {
  const classes = join(folder, 'classes');
  mkdirSync(classes);
  const helper = join(project.installed, 'infra/testing/java/kore/emulator/KoreEmulator.java');
  await run([...javac8, '-d', classes, helper, 'Failures.java'], { cwd: folder });
  const python = await pythonOf(project);
  return [
    { name: 'Node', command: [process.execPath, join(folder, 'failures.mjs')], takesCommand: false },
    { name: 'Python', command: [python, join(folder, 'failures.py')], takesCommand: true },
    {
      name: 'Java',
      command: [await which('java'), ...shortLived, '-cp', classes, 'Failures'],
      takesCommand: true,
    },
  ];
}

const which = async (program: string): Promise<string> =>
  (await run(['sh', '-c', `command -v ${program}`], { cwd: projectRoot })).trim();

interface Known {
  url: string;
  controlKey: string;
  foreign: string;
}

async function sayWhatIsWrong(language: Language, folder: string, known: Known): Promise<void> {
  const named = (url: string, key: string): Variables => ({
    KORE_EMULATOR_URL: url,
    KORE_EMULATOR_CONTROL_KEY: key,
  });
  const command = (text: string): Variables => ({ KORE_EMULATOR_COMMAND: text });
  const everywhere: [mode: string, env: Variables, says: RegExp][] = [
    ['open', named(known.url, known.controlKey), new RegExp(`^opened ${known.url}`)],
    ['open', named(known.url, 'wrong'), /does not accept the control key\. Set KORE_EMULATOR_CONTROL_KEY/],
    ['open', named(known.foreign, 'k'), /is no emulator.* Start one with "npx kore-sessions-emulator start"/],
    [
      'open',
      named('http://127.0.0.1:9', 'k'),
      /No emulator answers at http:\/\/127\.0\.0\.1:9.* Start one with/,
    ],
    ['open', { KORE_EMULATOR_URL: known.url }, /KORE_EMULATOR_CONTROL_KEY is not set\. Run the tests by/],
    [
      'slow',
      command(`${process.execPath} -e "setTimeout(() => {}, 60000)"`),
      /no answer within [\d.]+ second/,
    ],
  ];
  const byCommand: typeof everywhere = [
    [
      'open',
      command(`sh -c "echo broken words >&2; exit 3"`),
      /did not start: [\s\S]*It said:\nbroken words/,
    ],
    ['open', command('/no/such/program'), /did not start: [\s\S]*\/no\/such\/program/],
    ['open', command(`'${process.execPath}' prints-much.mjs`), /^opened http:\/\/127\.0\.0\.1:9/],
    [
      'open',
      { PATH: '/no/such/folder' },
      /There is no emulator to start: .* no npx on the PATH\. Install Node/,
    ],
  ];
  for (const [mode, env, says] of [...everywhere, ...(language.takesCommand ? byCommand : [])]) {
    // Outside of the project nothing is installed.
    const cwd = 'PATH' in env ? '/' : folder;
    const told = await run([...language.command, mode], { cwd, env });
    assert.match(told, says, `${language.name}, ${mode} with ${JSON.stringify(env)}`);
  }
}

/** A program that is killed takes its emulator with it, or leaves an account that expires within a minute. */
async function leaveNothing(
  language: Language,
  folder: string,
  { url, controlKey }: Omit<Known, 'foreign'>,
): Promise<void> {
  const own = await open(language.command, folder, { args: ['stay'] });
  const [, started = ''] = (await own.line()).split(' ');
  await own.line();
  own.kill();
  await untilGone(`${started}/_emulator/health`, language.name);

  const env = { KORE_EMULATOR_URL: url, KORE_EMULATOR_CONTROL_KEY: controlKey };
  const sharing = await open(language.command, folder, { args: ['stay'], env });
  await sharing.line();
  const [, accountId = ''] = (await sharing.line()).split(' ');
  sharing.kill();
  const headers = { authorization: `Bearer ${controlKey}` };
  const left = await fetch(`${url}/_emulator/accounts/${accountId}`, { headers });
  const { expiresAt } = (await left.json()) as { expiresAt: string };
  assert.ok(
    Date.parse(expiresAt) - Date.now() <= 60_000,
    `${language.name}: ${accountId} is left until ${expiresAt}`,
  );
}

async function untilGone(address: string, name: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (
      !(await fetch(address).then(
        () => true,
        () => false,
      ))
    )
      return;
    await sleep(100);
  }
  throw new Error(`${name}: the emulator at ${address} is there ten seconds after its program was killed.`);
}

interface Opened {
  /** The next line of its output. */
  line: () => Promise<string>;
  /** Ends its input. */
  end: () => void;
  kill: () => void;
}

async function open(
  command: readonly string[],
  cwd: string,
  { args, env = {} }: { args: readonly string[]; env?: Variables },
): Promise<Opened> {
  const [program = '', ...rest] = [...command, ...args];
  const child = spawn(program, rest, {
    cwd,
    env: { ...inherited(), ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    line: async () => {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${command.join(' ')} printed no further line.`);
      return value;
    },
    end: () => child.stdin.end(),
    kill: () => void child.kill('SIGKILL'),
  };
}
