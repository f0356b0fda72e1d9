import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tokenFor } from '../support/account.ts';
import { freePort, startProcess, temporaryFolder, untilAnswering } from '../support/processes.ts';
import type { BenchPage } from './page.ts';
import { peerFolder, peerVersions } from './peers.ts';

/** A server in a process of its own that answers the page. */
export interface PageServer {
  url: string;
  /** Another than the page's, where the server has another secret. */
  token?: string;
  stop: () => Promise<void>;
}

const contentType = { 'content-type': 'application/json; charset=utf-8' };

async function startOn(
  port: number,
  path: string,
  command: string,
  args: readonly string[],
): Promise<PageServer> {
  const url = `http://127.0.0.1:${port}`;
  const server = startProcess(command, args);
  try {
    await untilAnswering(`${url}${path}`, server);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url, stop: server.stop };
}

/** WireMock standalone: one stub, templates and journal off. */
export async function startWireMock({ path, responseBody }: BenchPage): Promise<PageServer> {
  const build = join(await peerFolder('wiremock'), 'build');
  const jar = readdirSync(build).find((name) => name.endsWith('.jar'));
  if (jar === undefined) throw new Error(`the package wiremock ${peerVersions.wiremock} holds no jar`);
  const root = temporaryFolder();
  mkdirSync(join(root, 'mappings'));
  const stub = {
    request: { method: 'POST', urlPath: path },
    response: { status: 200, headers: contentType, body: responseBody },
  };
  writeFileSync(join(root, 'mappings', 'page.json'), JSON.stringify(stub));
  const port = await freePort();
  const options = ['--bind-address', '127.0.0.1', '--no-request-journal', '--disable-banner'];
  try {
    const args = ['-jar', join(build, jar), '--port', String(port), '--root-dir', root, ...options];
    return await startOn(port, path, 'java', args);
  } catch (error) {
    const { message } = error as Error;
    throw new Error(
      message.includes('ENOENT') ? 'there is no java on the PATH: it needs Java 11 or newer' : message,
    );
  }
}

/** Mockoon's command line: one route, templates off. */
export async function startMockoon({ path, responseBody }: BenchPage): Promise<PageServer> {
  const script = join(await peerFolder('@mockoon/cli'), 'bin', 'run.js');
  const port = await freePort();
  const file = join(temporaryFolder(), 'environment.json');
  writeFileSync(file, JSON.stringify(mockoonEnvironment(port, path, responseBody)));
  const options = ['--hostname', '127.0.0.1', '--disable-log-to-file', '--disable-admin-api', '--repair'];
  const args = [script, 'start', '--data', file, '--port', String(port), ...options];
  return startOn(port, path, process.execPath, args);
}

/** A data file of Mockoon's; `--repair` fills in what it leaves out. */
function mockoonEnvironment(port: number, path: string, body: string) {
  const route = {
    uuid: randomUUID(),
    type: 'http',
    method: 'post',
    endpoint: path.slice(1),
    responses: [
      {
        uuid: randomUUID(),
        body,
        statusCode: 200,
        headers: Object.entries(contentType).map(([key, value]) => ({ key, value })),
        bodyType: 'INLINE',
        disableTemplating: true,
        default: true,
      },
    ],
  };
  return {
    uuid: randomUUID(),
    name: 'bench',
    port,
    hostname: '127.0.0.1',
    routes: [route],
    rootChildren: [{ type: 'route', uuid: route.uuid }],
  };
}

/** A Hono route that verifies the token and answers the body. */
export async function startBareRoute(page: BenchPage): Promise<PageServer> {
  const secret = randomUUID();
  const server = await startScript('bare-route.ts', page, { secret });
  return { ...server, token: await tokenFor('bench', secret) };
}

/** A socket that answers the body without looking: no server can be measured to be faster. */
export const startFixedAnswer = (page: BenchPage): Promise<PageServer> =>
  startScript('fixed-answer.ts', page, {});

async function startScript(
  script: string,
  { path, responseBody }: BenchPage,
  more: Record<string, string>,
): Promise<PageServer> {
  const file = join(temporaryFolder(), 'answer.json');
  writeFileSync(file, JSON.stringify({ ...more, path, body: responseBody }));
  const port = await freePort();
  const scriptFile = fileURLToPath(new URL(script, import.meta.url));
  return startOn(port, path, process.execPath, ['--import', 'tsx', scriptFile, String(port), file]);
}
