import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { podman, runImage, whyNone } from './podman.ts';

// Builds infra/container/Dockerfile with podman, runs the image, and asks what is promised of it. With NODE_IMAGE the
// base is the image of that name, else one that is made of this machine's Node. Needs podman, crun, busybox-static and
// root: see .ci/run.

const projectRoot = fileURLToPath(new URL('../../', import.meta.url));
const image = 'localhost/kore-sessions-emulator-test';
const made = 'localhost/node-of-this-machine';

function baseImage(): string {
  const { NODE_IMAGE } = process.env;
  if (NODE_IMAGE) return NODE_IMAGE;
  const folder = mkdtempSync(join(tmpdir(), 'kore-node-image-'));
  try {
    const script = fileURLToPath(new URL('node-image.sh', import.meta.url));
    execFileSync(script, [folder, made], { stdio: ['ignore', 'ignore', 'inherit'] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return made;
}

/** @param base the name of its base image */
function build(base: string): void {
  const options = ['--format=docker', '--isolation=chroot', '--network=host', '--layers=false', '--quiet'];
  podman(
    'build',
    ...options,
    `--build-arg=NODE_IMAGE=${base}`,
    '--file',
    'infra/container/Dockerfile',
    '--tag',
    image,
    projectRoot,
  );
}

interface Facts {
  url: string;
  controlKey: string;
}

/** The line of JSON that the container prints when it listens. */
async function listening(container: string): Promise<Facts> {
  const until = Date.now() + 30_000;
  while (Date.now() < until) {
    const line = podman('logs', container)
      .split('\n')
      .find((each) => each.startsWith('{'));
    if (line !== undefined) return JSON.parse(line) as Facts;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`The container did not listen within 30 seconds:\n${podman('logs', container)}`);
}

async function useIt(container: string): Promise<void> {
  const { url, controlKey } = await listening(container);
  const headers = { authorization: `Bearer ${controlKey}`, 'content-type': 'application/json' };
  const control = async (method: string, path: string, body: unknown): Promise<Record<string, unknown>> => {
    const response = await fetch(`${url}/_emulator${path}`, { method, headers, body: JSON.stringify(body) });
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${await response.clone().text()}`);
    return (await response.json()) as Record<string, unknown>;
  };
  const account = await control('POST', '/accounts', { bots: [{ botId: 'st-image' }], seed: 'quiet' });
  const [{ clientId } = { clientId: '' }] = account['apps'] as { clientId: string }[];
  const { token } = await control('POST', `/accounts/${account['accountId']}/tokens`, { clientId });
  const answer = await fetch(`${url}/api/public/bot/st-image/getSessions`, {
    method: 'POST',
    headers: { auth: String(token), 'content-type': 'application/json' },
    body: '{"limit":1}',
  });
  assert.equal(answer.status, 200);
  assert.ok(((await answer.json()) as { total: number }).total > 0, 'getSessions gives no session.');
}

async function testImage(): Promise<void> {
  const container = runImage(image, '--port', '0');
  try {
    await useIt(container);
    const inside = (...command: readonly string[]): string => podman('exec', container, ...command);
    assert.match(inside('id'), /^uid=\d+\(node\)/);
    assert.match(inside('kore-sessions-emulator', 'env', '--account', 'demo'), /^export KORE_URL=/);
    inside('sh', '-c', 'test -w /data && ! test -w /emulator');
    const parts = inside('ls', '/emulator/node_modules').split('\n');
    for (const name of ['esbuild', 'tsx', 'typescript', 'aws-cdk-lib', 'vitest'])
      assert.ok(!parts.includes(name));
    // Throws where the check fails.
    podman('healthcheck', 'run', container);

    podman('stop', '--time=8', container);
    const exitCode = podman('inspect', '--format={{.State.ExitCode}}', container).trim();
    assert.equal(exitCode, '0', 'SIGTERM does not end it cleanly.');
  } finally {
    podman('rm', '--force', container);
  }
}

/** crun refuses to run beside both versions of cgroups. */
const isHybrid = (): boolean =>
  readFileSync('/proc/self/mounts', 'utf8').includes(' /sys/fs/cgroup/unified cgroup2 ');

/** Runs this program again where one of them is taken away, which nobody else sees. */
function runWithoutHybrid(): number | null {
  const script = 'mount --make-rprivate / && umount -l /sys/fs/cgroup/unified && exec "$@"';
  const self = [process.execPath, '--import', 'tsx', fileURLToPath(import.meta.url)];
  return spawnSync('unshare', ['--mount', 'sh', '-c', script, 'sh', ...self], { stdio: 'inherit' }).status;
}

async function run(): Promise<void> {
  const base = baseImage();
  try {
    // Whoever names a base image has a machine that runs it.
    const refusal = base === made ? whyNone(base) : undefined;
    if (refusal !== undefined) {
      console.log(`The image is not tested: this machine runs no containers. ${refusal}`);
      return;
    }
    build(base);
    await testImage();
    const facts = podman('inspect', '--format={{.Architecture}}, {{.Size}} bytes', image).trim();
    console.log(`The image is built, runs, answers, is healthy and ends on SIGTERM: ${facts}.`);
  } finally {
    podman('image', 'rm', '--force', '--ignore', image, ...(base === made ? [made] : []));
  }
}

if (isHybrid()) process.exitCode = runWithoutHybrid() ?? 1;
else await run();
