import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { progress } from '../section.ts';

/** Other mock servers, as npm has them. They are no dependencies of this project. */
export const peerVersions = { wiremock: '3.13.2', '@mockoon/cli': '9.9.0' } as const;
export type Peer = keyof typeof peerVersions;

const cache = fileURLToPath(new URL('../../../node_modules/.cache/kore-bench', import.meta.url));
const fetchWithinMs = 180_000;

/**
 * The folder of a peer's package, fetched from npm where it is not there yet.
 *
 * @throws Error that says why it cannot be fetched
 */
export async function peerFolder(peer: Peer): Promise<string> {
  const version = peerVersions[peer];
  const home = join(cache, `${peer.replaceAll(/[^a-z]+/g, '-')}-${version}`);
  const folder = join(home, 'node_modules', peer);
  if (versionIn(folder) === version) return folder;
  progress(`  fetching ${peer} ${version} from npm`);
  mkdirSync(home, { recursive: true });
  // Without one of its own, npm would take the project's.
  writeFileSync(join(home, 'package.json'), '{"private":true}\n');
  await install(home, `${peer}@${version}`);
  if (versionIn(folder) !== version) throw new Error(`npm did not fetch ${peer} ${version}`);
  return folder;
}

function versionIn(folder: string): string | undefined {
  try {
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      version?: string;
    };
    return version;
  } catch {
    return undefined;
  }
}

async function install(home: string, what: string): Promise<void> {
  const args = ['install', '--prefix', home, '--ignore-scripts', '--no-audit', '--no-fund', what];
  // npm is a script, and a .cmd file on Windows: run it by the Node that runs this.
  const npm =
    process.env['npm_execpath'] ?? join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js');
  const child = spawn(process.execPath, [npm, ...args], {
    cwd: home,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: fetchWithinMs,
  });
  let complaints = '';
  child.stderr.on('data', (data) => {
    complaints += data;
  });
  const [code] = await once(child, 'close');
  if (code === 0) return;
  const why = /npm (?:error|ERR!) .*/.exec(complaints)?.[0] ?? 'it took too long';
  throw new Error(`npm could not fetch ${what}: ${why}`);
}
