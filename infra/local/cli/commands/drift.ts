import { version } from '../../../../functions/domain/project.ts';
import { fullPlan, type Planned } from '../../../drift/plan.ts';
import { type Report, toMarkdown } from '../../../drift/report.ts';
import { runDrift } from '../../../drift/run.ts';
import { type ExitCode, Failure } from '../../../errors.ts';
import { Pace } from '../../../real-api/pace.ts';
import { pathOf } from '../../../real-api/real-api.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { DriftFolder } from '../shared/drift-folder.ts';
import { Progress } from '../shared/progress.ts';
import {
  adminSecretVariable,
  durationText,
  openRealApi,
  readPerMinute,
  readTarget,
  targetOptions,
} from '../shared/real-target.ts';
import { takeWords } from '../shared/subcommand.ts';

const exits = { same: 0, notMeasured: 1, differs: 2 } as const satisfies Record<string, ExitCode>;

async function run(invocation: Invocation): Promise<ExitCode> {
  takeWords('drift', invocation);
  const { flag, text, output } = invocation;
  if (flag('plan')) return printPlan(invocation);
  const account = text('apply');
  // Before anything is asked: the answers take minutes.
  if (account !== undefined) await invocation.client.call('getAccount', { accountId: account });
  const folder = new DriftFolder(text('out') ?? 'drift');
  const earlier = text('report');
  const report = earlier === undefined ? await ask(invocation, folder) : DriftFolder.readReport(earlier);
  if (earlier === undefined) {
    folder.writeReport(report, toMarkdown(report));
    output.say(`The report is in ${folder.path}: report.md for people, report.json for programs.`);
  }
  await apply(report, invocation);
  if (flag('settings')) output.result(report.settings, () => JSON.stringify(report.settings, null, 2));
  else output.result(report, () => toMarkdown(report));
  return exitOf(report);
}

function exitOf({ rows }: Report): ExitCode {
  const verdicts = rows.map(({ verdict }) => verdict);
  if (verdicts.includes('differs')) return exits.differs;
  return verdicts.includes('not measured') ? exits.notMeasured : exits.same;
}

async function ask(invocation: Invocation, folder: DriftFolder): Promise<Report> {
  const { flag, output, terminal, time } = invocation;
  const target = readTarget('drift', invocation);
  const { api, pace, signal } = openRealApi(target, readPerMinute('drift', invocation), invocation);
  const hasAdmin = target.admin !== undefined;
  const resumed = folder.readState(target);
  if (resumed)
    output.say(`Going on where an earlier run stopped; ${folder.path}/state.json has what it found.`);
  const planned = (await fullPlan(hasAdmin, time.now())).length;
  output.say(
    `At most ${planned} requests, one after the other: about ${durationText(pace.estimateMs(planned))}.`,
  );

  const progress = new Progress(time, terminal);
  let told = 0;
  try {
    const verdicts = await runDrift({
      api,
      botId: target.botId,
      hasAdmin,
      now: time.now,
      resumed,
      tryRateLimit: flag('rate-limit'),
      save: (state) => folder.writeState(state, target),
      progress: (sent, of) => {
        const left = durationText(pace.estimateMs(of - sent));
        progress.show(`${sent} of ${of} requests, ${left} left`, sent / of);
        if (told === of || of === sent || terminal.isWatched) return;
        told = of;
        output.say(`${of - sent} requests to go: about ${left}.`);
      },
    });
    // Where nothing was measured, what an earlier run has found is worth more.
    if (verdicts.rows.some(({ verdict }) => isMeasured(verdict))) folder.forgetState();
    else output.say('Nothing was measured: the report says why. When that is mended, give the same command.');
    const date = new Date(time.now()).toISOString().slice(0, 10);
    return { date, version, requests: api.sent, ...verdicts };
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Failure(
      `Stopped. The same command goes on where it was: ${folder.path}/state.json has what was found.`,
    );
  } finally {
    progress.end();
  }
}

const isMeasured = (verdict: string): boolean => verdict === 'same' || verdict === 'differs';

async function apply({ settings }: Report, { text, client, output }: Invocation): Promise<void> {
  const accountId = text('apply');
  if (accountId === undefined) return;
  const names = Object.keys(settings);
  if (names.length === 0) {
    output.say(`Nothing was found that a setting changes: the account ${accountId} is as it was.`);
    return;
  }
  await client.call('changeAccount', { accountId, body: { settings } });
  output.say(
    `The account ${accountId} now has ${names.join(', ')} as the API does; its other settings stay.`,
  );
}

async function printPlan(invocation: Invocation): Promise<ExitCode> {
  const { output, text, time } = invocation;
  const planned = await fullPlan(text('admin-client-id') !== undefined, time.now());
  const pace = new Pace(time, readPerMinute('drift', invocation));
  output.say(
    `${planned.length} requests, none of them sent: about ${durationText(pace.estimateMs(planned.length))}.`,
  );
  output.result(planned.map(planEntry), () => planned.map(planLine).join('\n'));
  return exits.same;
}

function planEntry({ row, ask: { method = 'POST', query, body, rawBody, as = 'app', ...ask } }: Planned) {
  const path = pathOf(ask, '{botId}') + (query === undefined ? '' : `?${query}`);
  return { row, method, path, body: rawBody ?? body, as, token: describeToken(ask) };
}

function describeToken({ token, headers }: Pick<Planned['ask'], 'token' | 'headers'>): string {
  if (headers) return `headers ${JSON.stringify(headers('<token>'))}`;
  if (!token) return 'good';
  const claims = token.claims?.('<client id>', 0);
  return [
    token.isForged ? 'signed with another secret' : '',
    token.alg ?? '',
    claims ? `claims ${JSON.stringify(claims)}` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function planLine(planned: Planned): string {
  const { row, method, path, body, token } = planEntry(planned);
  const sent = body === undefined ? '' : ` ${typeof body === 'string' ? body : JSON.stringify(body)}`;
  return `${row}: ${method} ${path}${sent}${token === 'good' ? '' : `  (token: ${token})`}`;
}

export const driftCommand: Command = {
  name: 'drift',
  summary: 'ask the real API, and say where the emulator answers otherwise',
  usage: [
    'drift --url URL --bot ID --client-id ID [--admin-client-id ID] [--apply ACCOUNT]',
    'drift --plan [--admin-client-id ID]',
    'drift --report FILE [--apply ACCOUNT] [--settings]',
  ],
  details: [
    'Sends some 160 requests to getSessions and getMessages that read and change nothing, one after the other,',
    '50 a minute. Most ask for one row. They are made from what the API has shown before: ids, users and tags',
    'of the bot are sent back to it, and nowhere else. Messages are asked for where the app has the scope of',
    'chat history. --plan prints every request and sends none. Secrets are read from KORE_CLIENT_SECRET and',
    'KORE_ADMIN_CLIENT_SECRET only, and are never written.',
    '',
    'Written to the folder --out (default drift): report.md, report.json, and while it runs state.json, by',
    'which the same command goes on after Ctrl-C. They hold verdicts, statuses, error messages and settings;',
    'no session, message, id, user, credential or URL: a report can be pasted into a public issue.',
    '',
    'The verdict of each row: same; differs, with what both answer; not measured, and why. Exit codes: 0 all',
    'that was asked is the same; 2 something differs; 1 something was not measured.',
  ],
  options: {
    ...targetOptions,
    'admin-client-id': {
      value: 'ID',
      about: `an admin app of the account; its secret: ${adminSecretVariable}`,
    },
    apply: { value: 'ACCOUNT', about: "set this account's settings so that it answers as the API did" },
    settings: { about: 'print these settings instead of the report' },
    plan: { about: 'print the requests, and send none' },
    report: { value: 'FILE', about: 'take an earlier report.json instead of asking' },
    'rate-limit': {
      about: 'try out the rate limit too: up to 70 requests at once',
    },
    out: { value: 'FOLDER', about: 'where the report is written (default drift)' },
  },
  asksVendor: true,
  run,
};
