import { setTimeout as sleep } from 'node:timers/promises';
import type { JournalEntry } from '../../../../functions/domain/journal.ts';
import { requestLine } from '../../request-line.ts';
import type { Command, Invocation } from '../command.ts';
import { type ExitCode, exitCodes, wrongUsage } from '../failure.ts';
import { runSubcommand, takeWords } from '../subcommand.ts';

interface Page {
  requests: JournalEntry[];
  next?: string;
}

const pageShape = { requests: 'array' } as const;

const pollMs = 1000;
/** How many the control API gives where no limit is asked for. */
const defaultLimit = 100;
/** An entry is written once its request is answered, so a slow one comes after later ones. */
const latenessMs = 30_000;

const filters = {
  status: 'status',
  route: 'route',
  bot: 'botId',
  client: 'clientId',
  from: 'from',
  to: 'to',
};

function queryOf({ text }: Invocation, more: Record<string, string | undefined>): string {
  const query = new URLSearchParams();
  for (const [option, parameter] of Object.entries(filters)) {
    const value = text(option);
    if (value !== undefined) query.set(parameter, value);
  }
  for (const [parameter, value] of Object.entries(more)) if (value !== undefined) query.set(parameter, value);
  const encoded = query.toString();
  return encoded === '' ? '' : `?${encoded}`;
}

function entryText(entry: JournalEntry): string {
  const struck = entry.faults.map(({ rule }) => rule).join(', ');
  return `${entry.at}  ${requestLine(entry)}${struck === '' ? '' : `  fault ${struck}`}`;
}

async function list(invocation: Invocation): Promise<ExitCode> {
  takeWords('requests', invocation);
  const { client, output, text, flag } = invocation;
  if (flag('follow')) return follow(invocation);
  const page = await client.call<Page>(
    'GET',
    client.path(`/requests${queryOf(invocation, { limit: text('limit'), cursor: text('cursor') })}`),
    pageShape,
  );
  output.result(page, () => page.requests.map(entryText).join('\n'));
  if (page.next !== undefined) output.say(`There are older ones: --cursor ${page.next}`);
  else if (page.requests.length === 0) output.say('No requests.');
  return exitCodes.done;
}

/** Prints what is there, oldest first, and then what comes, until a signal ends it. */
async function follow(invocation: Invocation): Promise<ExitCode> {
  const { output, text } = invocation;
  for (const option of ['to', 'cursor']) {
    if (text(option) !== undefined)
      throw wrongUsage(`--follow and --${option} exclude each other`, 'requests');
  }
  const end = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort());

  const seen = new Map<string, number>();
  let from = text('from');
  /** What the first answer left out, as it was too old, must not come later. */
  let floor = Number.NEGATIVE_INFINITY;
  let most = Number(text('limit') ?? defaultLimit);
  while (!end.signal.aborted) {
    const { requests, next } = await readNewest(invocation, from, most);
    for (const entry of requests.reverse()) {
      const at = Date.parse(entry.at);
      if (seen.has(entry.id) || at <= floor) continue;
      seen.set(entry.id, at);
      output.raw(`${output.json ? JSON.stringify(entry) : entryText(entry)}\n`);
    }
    if (next !== undefined) floor = Math.min(...seen.values());
    most = Number.POSITIVE_INFINITY;
    const newest = Math.max(...seen.values());
    if (Number.isFinite(newest)) {
      const oldest = newest - latenessMs;
      for (const [id, at] of seen) if (at < oldest) seen.delete(id);
      from = new Date(Math.max(floor, Date.parse(from ?? '') || 0, oldest)).toISOString();
    }
    await sleep(pollMs, undefined, { signal: end.signal }).catch(() => {});
  }
  return exitCodes.done;
}

/** @param most where to stop; what follows is then the `next` */
async function readNewest(invocation: Invocation, from: string | undefined, most: number): Promise<Page> {
  const { client, text } = invocation;
  const requests: JournalEntry[] = [];
  let limit = Number.isFinite(most) ? text('limit') : undefined;
  let cursor: string | undefined;
  do {
    const page: Page = await client.call<Page>(
      'GET',
      client.path(`/requests${queryOf(invocation, { from, limit, cursor })}`),
      pageShape,
    );
    requests.push(...page.requests);
    cursor = page.next;
    // A page may end before its limit, where a filter matches few.
    if (Number.isFinite(most)) limit = String(most - requests.length);
  } while (cursor !== undefined && requests.length < most);
  return { requests, ...(cursor === undefined ? {} : { next: cursor }) };
}

async function clear(invocation: Invocation): Promise<ExitCode> {
  takeWords('requests clear', invocation);
  const { client, output } = invocation;
  await client.remove(client.path('/requests'));
  output.result({ cleared: true }, () => 'The journal is empty.');
  return exitCodes.done;
}

export const requestsCommand: Command = {
  name: 'requests',
  summary: 'what clients asked, what was answered and why',
  usage: ['requests [options]', 'requests clear'],
  details: [
    'Newest first; with --follow oldest first, and on as they come, until Ctrl-C. With --json --follow each',
    'request is a line of JSON.',
  ],
  options: {
    follow: { about: 'go on with requests as they come' },
    status: { value: 'NUMBER', about: 'only answers with this status' },
    route: { value: 'bot|account', about: 'only this route' },
    bot: { value: 'ID', about: 'only this bot' },
    client: { value: 'ID', about: 'only this client id' },
    from: { value: 'TIME', about: "not before this time of the emulator's machine" },
    to: { value: 'TIME', about: 'not after this time' },
    limit: { value: 'NUMBER', about: 'at most so many (default 100)' },
    cursor: { value: 'TEXT', about: 'go on where an earlier answer ended' },
  },
  run: (invocation) => runSubcommand('requests', { list, clear }, invocation, 'list'),
};
