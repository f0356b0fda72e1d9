import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const script = fileURLToPath(new URL('ask-afresh.mjs', import.meta.url));

/** What a cold start loads. */
export interface Loaded {
  /** Paths of files of the function. */
  files: string[];
  /** Node's own modules, by Node's names for them. */
  builtins: string[];
  /** Paths of files that are read besides, as the SDK reads its configuration. */
  read: string[];
}

/** As `loaded`, the files alone. */
export const loadedFiles = async (...asked: Parameters<typeof loaded>): Promise<string[]> =>
  (await loaded(...asked)).files;

/**
 * What a cold start of a built function loads: it is loaded in a fresh process, which answers one request. Node tells of
 * each script that it has compiled, whichever way it was imported.
 *
 * @param functionFile its `index.mjs`
 * @param event of a request that is answered with 200
 * @param environment the function's variables
 */
export async function loaded(
  functionFile: string,
  event: object,
  environment: Readonly<Record<string, string>>,
): Promise<Loaded> {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-loaded-'));
  try {
    const eventFile = join(folder, 'event.json');
    writeFileSync(eventFile, JSON.stringify(event));
    const coverage = join(folder, 'coverage');
    const env = { PATH: process.env['PATH'], ...environment, NODE_V8_COVERAGE: coverage };
    const { stdout } = await run(process.execPath, [script, functionFile, eventFile], { env });
    const own = `${pathToFileURL(dirname(functionFile)).href}/`;
    const files = readdirSync(coverage)
      .flatMap((name) => scriptsOf(join(coverage, name)))
      .filter((url) => url.startsWith(own))
      .map((url) => fileURLToPath(url));
    const told = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Omit<Loaded, 'files'>;
    return { files, ...told };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function scriptsOf(file: string): string[] {
  const { result } = JSON.parse(readFileSync(file, 'utf8')) as { result: { url: string }[] };
  return result.map(({ url }) => url);
}
