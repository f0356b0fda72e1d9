import { resolve } from 'node:path';
import { type ExitCode, exitCodes, Failure, messageOf } from '../../../errors.ts';
import { LeakFailure } from '../../../record/check.ts';
import { newState, partsOf, record } from '../../../record/record.ts';
import { recordedOf } from '../../../record/recorded.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { count } from '../shared/output.ts';
import { Progress } from '../shared/progress.ts';
import {
  durationText,
  openRealApi,
  readPerMinute,
  readTarget,
  targetOptions,
} from '../shared/real-target.ts';
import { Recording } from '../shared/recording.ts';
import { wrongUsage } from '../shared/wording.ts';

const mostDays = 3_650;

/** Members that tell by how much times are shifted. */
const telling = [
  'sessionId',
  ...Object.values(recordedOf).flatMap(({ form }) => [...form.times, ...form.instants]),
];

function readDays({ text }: Invocation): number {
  const given = text('days') ?? '7';
  const days = /^\d+$/.test(given) ? Number(given) : 0;
  if (days >= 1 && days <= mostDays) return days;
  throw wrongUsage(`--days must be a number from 1 to ${mostDays}, not ${given}`, 'record');
}

/** Whether the files of a recording, and those beside them until it is finished, are those of its messages too. */
function isTaken(path: string, messages: string): boolean {
  const ofSessions = [path, `${path}.part`, `${path}.state.json`, `${path}.state.json.part`];
  return ofSessions.includes(messages) || ofSessions.includes(`${messages}.part`);
}

async function run(invocation: Invocation): Promise<ExitCode> {
  const { words, flag, text, output, terminal, time } = invocation;
  const keep = [...words, ...(text('keep')?.split(',') ?? [])].sort();
  if (words.length > 0 && text('keep') === undefined)
    throw wrongUsage(`"${words[0]}" is not expected`, 'record');
  const days = readDays(invocation);
  const perMinute = readPerMinute('record', invocation);
  const messages = text('messages');
  if (flag('plan')) {
    const windows = partsOf({ at: 0, days, messages: messages !== undefined }).length;
    output.result({ windows }, () => planText(days, messages !== undefined));
    return exitCodes.done;
  }
  const path = text('out');
  if (path === undefined) throw wrongUsage('Name a file with --out', 'record');
  if (messages !== undefined && isTaken(resolve(path), resolve(messages)))
    throw wrongUsage('--messages and --out need files of their own', 'record');
  const target = readTarget('record', invocation);
  if (keep.length > 0)
    output.say(
      `Warning: ${keep.join(', ')} will be written as they are. Look at the file before you give it away.`,
    );

  const tellingKept = keep.filter((name) => telling.includes(name));
  if (tellingKept.length > 0)
    output.say(
      `Warning: beside ${tellingKept.join(', ')} anybody can tell by how many days the times are shifted.`,
    );

  const recording = new Recording(path, messages, target);
  const resumed = recording.resume(days, keep);
  if (resumed) output.say(`Going on after ${count(resumed.windows, 'window')}.`);
  else recording.begin();
  const { api, pace, signal } = openRealApi(target, perMinute, invocation);
  const progress = new Progress(time, terminal);
  let told = 0;
  try {
    const recorded = await record({
      ask: (ask) => api.ask(ask),
      state: resumed ?? newState(time.now(), days, keep, messages !== undefined),
      write: (rows, state, kind) => recording.add(rows, state, kind),
      warn: (line) => output.say(`Warning: ${line}`),
      progress: (sent, of) => {
        if (of === undefined) return progress.show('counting');
        const left = durationText(pace.estimateMs(of - sent));
        progress.show(`${sent} of ${of} requests, ${left} left`, sent / of);
        if (told === of || of === sent || terminal.isWatched) return;
        told = of;
        output.say(`${of - sent} requests to go: about ${left}.`);
      },
    });
    recording.finish();
    const files = { file: path, ...(messages === undefined ? {} : { messagesFile: messages }) };
    const { sessions, messages: messageCount } = recorded;
    output.result({ sessions, ...(messages === undefined ? {} : { messages: messageCount }), ...files }, () =>
      summary(path, sessions, messages, messageCount),
    );
    return exitCodes.done;
  } catch (error) {
    if (signal.aborted) throw new Failure('Stopped. The same command goes on where it was.');
    if (error instanceof LeakFailure) recording.forget();
    throw error instanceof Failure ? error : new Failure(`Recording failed: ${messageOf(error)}.`);
  } finally {
    progress.end();
  }
}

function summary(path: string, sessions: number, messagesPath: string | undefined, messages: number): string {
  const program = 'kore-sessions-emulator';
  const ofSessions = `${count(sessions, 'session')} in ${path}. It imports with: ${program} import ${path} --add-bots`;
  if (messagesPath === undefined) return ofSessions;
  return `${ofSessions}\n${count(messages, 'message')} in ${messagesPath}. It imports after the sessions, with: ${program} messages import ${messagesPath}`;
}

function planText(days: number, withMessages: boolean): string {
  const { sessions, messages } = recordedOf;
  const windows = (windowDays: number): string => count(Math.ceil(days / windowDays), 'window');
  const pages =
    '{"dateFrom", "dateTo", "limit": 1}, then pages of 1,000 with {"dateFrom", "dateTo", "limit": 1000, "skip"}';
  const first = `For each of ${windows(sessions.windowDays)} of 7 days at most: POST /api/public/bot/{botId}/getSessions with ${pages}.`;
  if (!withMessages) return first;
  return `${first}\nFor each of ${windows(messages.windowDays)} of a day: POST /api/public/bot/{botId}/getMessagesV2 with the same and "forward": true.`;
}

export const recordCommand: Command = {
  name: 'record',
  summary: 'take real sessions home, and their messages, with nothing personal in them',
  usage: [
    'record --url URL --bot ID --client-id ID --days NUMBER --out FILE [--messages FILE]',
    'record --plan --days NUMBER [--messages FILE]',
  ],
  details: [
    'Reads the sessions of the last days by getSessions, in windows of 7 days and pages of 1,000, 50 requests',
    'a minute; with --messages also the messages of these days by getMessagesV2, day by day, for which the app',
    'needs the scope of chat history. Nothing else is sent, and nothing is changed. --plan says what would be',
    'sent, and sends nothing. The secret is read from KORE_CLIENT_SECRET only, and is never written.',
    '',
    'Written: NDJSON that imports, sessions with import, messages with messages import. A value stays only',
    'where it is known to be harmless: channels, language codes, types, states, counts, true and false, and',
    'what templates in messages are made of. Everything else, names of members that are not known',
    'included, is replaced by something of the same shape, the same by the same; times are shifted by one',
    'random whole number of days. Before anything is written it is looked at once more; where something would',
    'leak, nothing is written.',
    '',
    'FILE is there once all is recorded. Until then FILE.part holds what is sanitised already, and',
    'FILE.state.json the random key of this recording, by which the same command goes on after Ctrl-C; it is',
    'removed at the end.',
  ],
  options: {
    ...targetOptions,
    days: { value: 'NUMBER', about: 'how many days back (default 7)' },
    out: { value: 'FILE', about: 'where the sessions are written' },
    messages: { value: 'FILE', about: 'record messages too, and write them to this file' },
    keep: { value: 'FIELDS', about: 'members of a row that stay as they are, with commas between them' },
    plan: { about: 'say what would be sent, and send nothing' },
  },
  asksVendor: true,
  run,
};
