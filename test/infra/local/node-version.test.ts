import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import * as here from './support/in-process.ts';
import { run } from './support/spawned.ts';

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const versions = at('infra/local/node-version.mjs');

/** Runs a script as a module in a process that takes itself for an older Node. */
function asNode(version: string, program: string): ReturnType<typeof run> {
  const pretend = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`;
  return run(['--import', pretend, at(program), '--help']);
}

const programs = ['infra/local/npm-start.mjs', 'infra/local/bin.mjs'];

describe('an old Node is told so in a sentence', () => {
  test.each(programs)('%s', async (program) => {
    expect(await asNode('18.20.4', program)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Node 20.20 or newer is needed, and this is 18.20.4: see https://nodejs.org.\n',
    });
    expect((await asNode('20.19.0', program)).code).toBe(1);
  });

  test('as package.json says', () => {
    const { engines } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { engines: { node: string } };
    const script = `import(${JSON.stringify(versions)}).then(({ oldest }) => console.log(oldest.join('.')))`;
    const oldest = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }).trim();
    expect(engines.node).toBe(`>=${oldest}`);
  });
});

describe('the oldest Node that it takes runs the sources of a clone', () => {
  test('infra/local/bin.mjs, which prints what its code does', async () => {
    expect(await asNode('20.20.0', 'infra/local/bin.mjs')).toEqual(await here.run(['--help']));
  });

  test('infra/local/npm-start.mjs, which explains its options', async () => {
    const { code, stdout, stderr } = await asNode('20.20.0', 'infra/local/npm-start.mjs');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const ofStart = (await here.run(['start', '--help'])).stdout;
    expect(stdout).toBe(ofStart.replaceAll('kore-sessions-emulator start', 'npm start --'));
  });
});
