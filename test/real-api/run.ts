import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildCli } from '../infra/local/support/built-cli.ts';

/*
 * Runs drift and record by the built command line against an emulator that plays the vendor, its limits turned on. In
 * all processes the clocks go faster, so that minutes take seconds; limits, pauses and estimates are as they are.
 */

const factor = 6;
const controlKey = 'real-api-test-key';
const environment = {
  ...process.env,
  FAST_CLOCK: String(factor),
  FAST_CLOCK_BASE: String(Date.now()),
  NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'fast-clock.mjs')).href}`,
  KORE_EMULATOR_CONTROL_KEY: controlKey,
};
const cli = buildCli();
const folder = mkdtempSync(join(tmpdir(), 'real-api-'));

function check(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(`Not so: ${what}`);
  console.log(`ok: ${what}`);
}

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Seconds of the fast clock, since it has said how long it will take. */
  secondsAfterEstimate: number;
}

/** Runs a command to its end; `until` interrupts it, as Ctrl-C does, once its stderr has that and some time is over. */
async function run(
  args: readonly string[],
  env: Record<string, string>,
  interruptAfterMs?: number,
): Promise<Ended> {
  const started = Date.now();
  const child = spawn(process.execPath, [cli.path, ...args], {
    cwd: folder,
    env: { ...environment, ...env },
  });
  const [stdout, stderr] = [child.stdout, child.stderr].map(collect);
  let estimated = started;
  child.stderr.on('data', (part) => {
    if (estimated === started && String(part).includes('to go')) estimated = Date.now();
  });
  const timer = interruptAfterMs && setTimeout(() => child.kill('SIGINT'), interruptAfterMs);
  const [code] = (await once(child, 'close')) as [number | null];
  if (timer) clearTimeout(timer);
  return {
    code,
    stdout: stdout?.() ?? '',
    stderr: stderr?.() ?? '',
    secondsAfterEstimate: ((Date.now() - estimated) * factor) / 1000,
  };
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  return () => text;
}

async function startVendor(): Promise<{ server: ChildProcess; url: string }> {
  const args = [cli.path, 'start', '--empty', '--port', '0', '--control-key', controlKey];
  const server = spawn(process.execPath, args, { env: environment, stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = (await once(server.stdout.setEncoding('utf8'), 'data')) as [string];
  return { server, url: (JSON.parse(line) as { url: string }).url };
}

/** Seconds that a line of stderr tells: "12 requests to go: about 1 min 4 s." */
function estimateIn(stderr: string): number {
  const [, minutes = '0', seconds = '0'] = /to go: about (?:(\d+) min )?(\d+) s/.exec(stderr) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}

const isNear = (one: number, other: number): boolean => Math.abs(one - other) <= 0.2 * other;

interface Account {
  bots: { botId: string }[];
  apps: { kind: string; clientId: string; clientSecret: string }[];
}

async function main(url: string): Promise<void> {
  const control = async <T>(method: string, path: string, body?: unknown, tries = 20): Promise<T> => {
    const response = await fetch(`${url}/_emulator${path}`, {
      method,
      headers: { authorization: `Bearer ${controlKey}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // Its clock is fast: a machine that is busy for a moment is busy for long.
    if (response.status === 503 && tries > 0) return control(method, path, body, tries - 1);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const vendor = await control<Account>('POST', '/accounts', { accountId: 'vendor', rateLimit: 'vendor' });
  await control('POST', '/accounts', { accountId: 'home', bots: [] });
  await control('POST', '/accounts/vendor/sessions/generate', { count: 400 });
  const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
  for (const days of [8, 18, 28]) {
    const between = { from: daysAgo(days + 10), to: daysAgo(days) };
    await control('POST', '/accounts/vendor/sessions/generate', { count: 300, seed: `${days}`, ...between });
  }
  await control('PATCH', '/accounts/vendor', { settings: { zeroLimit: 'noRows', trailingSlash: 'answer' } });
  const [app, admin] = vendor.apps;
  const secrets = {
    KORE_CLIENT_SECRET: app?.clientSecret ?? '',
    KORE_ADMIN_CLIENT_SECRET: admin?.clientSecret ?? '',
    KORE_EMULATOR_URL: url,
  };
  const target = ['--url', url, '--bot', vendor.bots[0]?.botId ?? '', '--client-id', app?.clientId ?? ''];

  /** The most requests in any minute, and whether one was refused for that. */
  const pressure = async (): Promise<{ most: number; refused: number }> => {
    const at: number[] = [];
    let refused = 0;
    for (let cursor = ''; ; ) {
      const page = await control<{ requests: { at: string; status: number }[]; next?: string }>(
        'GET',
        `/accounts/vendor/requests?limit=1000${cursor}`,
      );
      for (const request of page.requests) {
        at.push(Date.parse(request.at));
        if (request.status === 429) refused += 1;
      }
      if (page.next === undefined) break;
      cursor = `&cursor=${encodeURIComponent(page.next)}`;
    }
    const most = Math.max(...at.map((end) => at.filter((time) => time <= end && time > end - 60_000).length));
    return { most, refused };
  };

  const driftArgs = ['drift', ...target, '--admin-client-id', admin?.clientId ?? '', '--out', 'drift'];
  const stopped = await run(driftArgs, secrets, 9_000);
  check(
    stopped.code === 1 && stopped.stderr.includes('goes on where it was'),
    'drift ends with Ctrl-C, and says how to go on',
  );
  check(existsSync(join(folder, 'drift', 'state.json')), 'what it found is kept');
  const resumed = await run([...driftArgs, '--apply', 'home'], secrets);
  check(resumed.stderr.includes('Going on'), 'the same command goes on');
  check(resumed.code === 2, 'it ends with 2: something differs');
  const estimate = estimateIn(resumed.stderr);
  console.log(`estimate ${estimate} s, taken ${Math.round(resumed.secondsAfterEstimate)} s`);
  check(isNear(resumed.secondsAfterEstimate, estimate), 'its estimate is right within a fifth');
  const report = readFileSync(join(folder, 'drift', 'report.json'), 'utf8');
  const { settings } = JSON.parse(report) as { settings: unknown };
  check(
    JSON.stringify(settings) === '{"zeroLimit":"noRows","trailingSlash":"answer"}' ||
      JSON.stringify(settings) === '{"trailingSlash":"answer","zeroLimit":"noRows"}',
    `the settings are found: ${JSON.stringify(settings)}`,
  );
  const home = await control<{ settings: Record<string, unknown> }>('GET', '/accounts/home');
  check(
    home.settings['zeroLimit'] === 'noRows' && home.settings['trailingSlash'] === 'answer',
    '--apply sets them',
  );
  const told = [report, readFileSync(join(folder, 'drift', 'report.md'), 'utf8')].join();
  const known = [
    url,
    ...vendor.apps.flatMap((each) => [each.clientId, each.clientSecret]),
    ...vendor.bots.map(({ botId }) => botId),
  ];
  check(!known.some((text) => told.includes(text)), 'the report names no URL, bot, client or secret');
  check(!existsSync(join(folder, 'drift', 'state.json')), 'what it kept to go on is gone');
  const afterDrift = await pressure();
  console.log(`at most ${afterDrift.most} requests in 60 s`);
  check(afterDrift.most <= 60 && afterDrift.refused === 0, 'it stays below the limit of 60 a minute');

  const recordArgs = ['record', ...target, '--days', '38', '--per-minute', '10', '--out', 'sessions.ndjson'];
  const cut = await run(recordArgs, secrets, 8_500);
  check(
    cut.code === 1 && !existsSync(join(folder, 'sessions.ndjson')),
    'record ends with Ctrl-C before its file is there',
  );
  const whole = await run(recordArgs, secrets);
  check(whole.code === 0, 'the same command goes on to the end');
  const recordEstimate = estimateIn(whole.stderr);
  console.log(
    `record: ${recordEstimate} s to go after counting, taken ${Math.round(whole.secondsAfterEstimate)} s`,
  );
  check(isNear(whole.secondsAfterEstimate, recordEstimate), 'its estimate is right within a fifth');
  const rows = readFileSync(join(folder, 'sessions.ndjson'), 'utf8').trimEnd().split('\n').length;
  const all = await control<{ total: number }>('GET', '/accounts/vendor/sessions/summary');
  console.log(`${rows} sessions recorded, ${all.total} in the account`);
  const imported = await run(['import', 'sessions.ndjson', '--add-bots', '--account', 'home'], secrets);
  const brought = await control<{ total: number }>('GET', '/accounts/home/sessions/summary');
  check(brought.total === rows, `the recording imports: ${brought.total} sessions ${imported.stderr}`);
  const files = ['--out', 'recent.ndjson', '--messages', 'messages.ndjson'];
  const both = await run(['record', ...target, '--days', '5', ...files], secrets);
  check(both.code === 0, `messages are recorded too: ${both.stdout} ${both.stderr}`);
  const messages = readFileSync(join(folder, 'messages.ndjson'), 'utf8').trimEnd().split('\n').length;
  check(messages > 1_000, `${messages} messages are recorded`);
  await run(['import', 'recent.ndjson', '--add-bots', '--account', 'home'], secrets);
  const put = await run(['messages', 'import', 'messages.ndjson', '--account', 'home', '--json'], secrets);
  const { written, replaced } = JSON.parse(put.stdout) as { written: number; replaced: number };
  // A part that was sent again, as the emulator had too much to do, replaces what it had written.
  check(written + replaced === messages, `they import: ${put.stdout} ${put.stderr}`);
  const afterRecord = await pressure();
  check(afterRecord.most <= 60 && afterRecord.refused === 0, 'record stays below the limit too');
}

const { server, url } = await startVendor();
try {
  await main(url);
} finally {
  server.kill();
  cli.remove();
  rmSync(folder, { recursive: true });
}
