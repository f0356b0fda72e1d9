import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { run } from './support/spawned.ts';

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const versions = at('infra/local/node-version.mjs');

/** Runs a script as a module in a process that takes itself for an older Node. */
function asNode(version: string, program: string): ReturnType<typeof run> {
  const pretend = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`;
  return run(['--import', pretend, at(program), '--help']);
}

describe('an old Node is told so in a sentence', () => {
  test.each(['infra/local/npm-start.mjs', 'infra/local/bin.mjs'])('%s', async (program) => {
    expect(await asNode('18.20.4', program)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Node 20.20 or newer is needed, and this is 18.20.4: see https://nodejs.org.\n',
    });
    expect((await asNode('20.19.0', program)).code).toBe(1);
    expect((await asNode('20.20.0', program)).code).toBe(0);
  });

  test('as package.json says', () => {
    const { engines } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { engines: { node: string } };
    const script = `import(${JSON.stringify(versions)}).then(({ oldest }) => console.log(oldest.join('.')))`;
    const oldest = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }).trim();
    expect(engines.node).toBe(`>=${oldest}`);
  });
});
