import { exportSessions } from '../../../client/pages.ts';
import { type ExitCode, exitCodes, Failure } from '../../../errors.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { readJsonArgument } from '../shared/json-argument.ts';
import { columns, count } from '../shared/output.ts';
import { runSubcommand, takeWords } from '../shared/subcommand.ts';
import { wrongUsage } from '../shared/wording.ts';

const listLimit = 20;

interface ListedRow {
  sessionId?: unknown;
  botId?: unknown;
  start_time?: unknown;
  containmentType?: unknown;
}

async function list(invocation: Invocation): Promise<ExitCode> {
  takeWords('sessions list', invocation);
  const { client, account, output } = invocation;
  const most = readLimit(invocation);
  const { bot, from, to } = filtersOf(invocation);
  const [first, last] = [from ?? '', to ?? '~'];
  const rows: ListedRow[] = [];
  let found = 0;
  for await (const page of exportSessions(client, account)) {
    for (const line of page.split('\n')) {
      if (line === '') continue;
      const row = JSON.parse(line) as ListedRow;
      const start = String(row.start_time);
      if ((bot !== undefined && row.botId !== bot) || start < first || start > last) continue;
      found += 1;
      if (rows.length < most) rows.push(row);
    }
  }
  const text = (value: unknown): string => (typeof value === 'string' ? value : '-');
  output.result({ sessions: rows, total: found }, () =>
    columns(
      rows.map((row) => [
        text(row.sessionId),
        text(row.botId),
        text(row.start_time),
        text(row.containmentType),
      ]),
    ),
  );
  if (found > rows.length) output.say(`${count(found, 'session')} in all; --limit ${found} shows them.`);
  if (found === 0) output.say('No sessions.');
  return exitCodes.done;
}

function readLimit({ text }: Invocation): number {
  const limit = text('limit') ?? String(listLimit);
  if (/^\d{1,9}$/.test(limit)) return Number(limit);
  throw wrongUsage(`--limit ${limit} is not a whole number`, 'sessions');
}

const filtersOf = ({ text }: Invocation) => ({ bot: text('bot'), from: text('from'), to: text('to') });

async function show(invocation: Invocation): Promise<ExitCode> {
  const [sessionId = ''] = takeWords('sessions show', invocation, 'the ID of a session');
  const { client, account, output } = invocation;
  const session = await client.call('getSession', { accountId: account, sessionId });
  output.result(session, () => JSON.stringify(session.row, undefined, 2));
  return exitCodes.done;
}

async function edit(invocation: Invocation): Promise<ExitCode> {
  const [sessionId = '', argument = ''] = takeWords(
    'sessions edit',
    invocation,
    'the ID of a session',
    'the members to change: a FILE, JSON or -',
  );
  const { client, account, output, flag } = invocation;
  const change = await readJsonArgument(argument, invocation);
  if (typeof change !== 'object' || change === null || Array.isArray(change)) {
    throw wrongUsage('The members to change must be a JSON object', 'sessions');
  }
  const before = flag('whole')
    ? {}
    : (await client.call('getSession', { accountId: account, sessionId })).row;
  const merged = Object.entries({ ...before, ...change, sessionId }).filter(([, value]) => value !== null);
  const session = await client.callUnchecked('replaceSession', {
    accountId: account,
    sessionId,
    body: Object.fromEntries(merged),
  });
  output.result(session, () => JSON.stringify(session.row, undefined, 2));
  return exitCodes.done;
}

async function remove(invocation: Invocation): Promise<ExitCode> {
  const { client, account, output, words, flag } = invocation;
  const { bot, from, to } = filtersOf(invocation);
  const isFiltered = [bot, from, to].some((each) => each !== undefined);
  if (words.length === 0 && !isFiltered && !flag('all')) {
    throw wrongUsage('sessions delete needs the IDs of sessions, a filter, or --all', 'sessions');
  }
  const query = { botId: bot, from, to };
  let deleted: number | null = 0;
  if (words.length > 0) {
    if (isFiltered || flag('all')) throw wrongUsage('IDs and filters exclude each other', 'sessions');
    for (const sessionId of words) {
      deleted += (await client.call('deleteSession', { accountId: account, sessionId })).deleted;
    }
    if (deleted === 0) throw new Failure(`The account ${account} has no such session.`);
  } else {
    for (let more: true | undefined = true; more; ) {
      const result = await client.callPatiently('deleteSessions', { accountId: account, query });
      deleted = result.deleted === null ? null : (deleted ?? 0) + result.deleted;
      more = result.more;
    }
  }
  output.result({ deleted }, () => `${count(deleted, 'session')} deleted.`);
  return exitCodes.done;
}

async function summary(invocation: Invocation): Promise<ExitCode> {
  takeWords('sessions count', invocation);
  const { client, account, output } = invocation;
  const { bot, from, to } = filtersOf(invocation);
  const query = { botId: bot, from, to };
  const counts = await client.call('summarizeSessions', { accountId: account, query });
  output.result(counts, () =>
    [
      `${count(counts.total, 'session')}, ${counts.active} of them active at ${counts.at}.`,
      columns(Object.entries(counts.perBot).map(([name, number]) => [`  ${name}`, String(number)])),
      columns(
        Object.entries(counts.perContainmentType).map(([name, number]) => [`  ${name}`, String(number)]),
      ),
    ].join('\n'),
  );
  return exitCodes.done;
}

export const sessionsCommand: Command = {
  name: 'sessions',
  summary: 'list, count, show, edit and delete sessions',
  usage: [
    'sessions [list] [filters] [--limit NUMBER]',
    'sessions count [filters]',
    'sessions show ID',
    'sessions edit ID FILE|JSON|- [--whole]',
    'sessions delete ID… | filters | --all',
  ],
  details: ['An edit changes the members that are given; null takes one away.'],
  options: {
    bot: { value: 'ID', about: 'only sessions of this bot' },
    from: { value: 'TIME', about: 'only those that start then or later' },
    to: { value: 'TIME', about: 'only those that start then or earlier' },
    limit: { value: 'NUMBER', about: `list: at most so many (default ${listLimit})` },
    whole: { about: 'edit: put the JSON in the place of the whole session' },
    all: { about: 'delete: all sessions' },
  },
  run: (invocation) =>
    runSubcommand('sessions', { list, count: summary, show, edit, delete: remove }, invocation, 'list'),
};
