import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { mostUnattributed, unattributedVariables } from '../../../functions/domain/unattributed.ts';
import { npmStart } from '../../support/npm-start.ts';

const projectRoot = fileURLToPath(new URL('../../../', import.meta.url));
const usualKey = 'contract-suite-control-key';

export interface LocalServer {
  url: string;
  controlKey: string;
  stop: () => Promise<void>;
}

/** Starts the emulator as `npm start` does, on a free port unless one is named, without sessions. */
export async function spawnLocalServer({ port = '0', controlKey = usualKey } = {}): Promise<LocalServer> {
  const options = ['--port', port, '--empty', '--control-key', controlKey];
  const child = spawn(process.execPath, [...npmStart, ...options], {
    cwd: projectRoot,
    // Many files at once make requests that belong to no account.
    env: {
      ...process.env,
      [unattributedVariables.keep]: String(mostUnattributed.keep),
      [unattributedVariables.perMinute]: String(mostUnattributed.perMinute),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const { url } = await readFirstLine(child);
  return {
    url,
    controlKey,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        const late = setTimeout(kill, 10_000);
        await once(child, 'exit');
        clearTimeout(late);
      }
      process.off('exit', kill);
    },
  };
}

async function readFirstLine(child: ChildProcess): Promise<{ url: string }> {
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-4000);
  });
  if (!child.stdout) throw new Error('The local server has no standard output.');
  // Left open: the server would stand still on a full pipe if nobody read on.
  const lines = createInterface(child.stdout);
  const ended = once(lines, 'close').then(() => undefined);
  const line = await Promise.race([once(lines, 'line').then(([text]) => String(text)), ended]);
  if (line === undefined) throw new Error(`The local server ended before it was ready:\n${complaints}`);
  return JSON.parse(line) as { url: string };
}
