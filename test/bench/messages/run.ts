import { gzipSync } from 'node:zlib';
import { SignJWT } from 'jose';
import { type Emulator, startEmulator } from '../../support/emulator.ts';
import type { Options } from '../options.ts';
import { median } from '../report/statistics.ts';
import { figure, type Table } from '../report/table.ts';
import { progress, type SectionResult } from '../section.ts';

/*
 * What pages of messages cost beside pages of sessions: 500 sessions of 20 messages each, in this process, its journal
 * off. Another account has the same messages imported.
 */

const botId = 'st-bench';
const now = Date.parse('2026-03-10T12:00:00.000Z');
const sessions = 500;
const messagesEach = 20;
const messages = sessions * messagesEach;
const manySessions = 20_000;
const minuteMs = 60_000;
const rowsPerCall = 5_000;

interface Answer {
  total: number;
  moreAvailable: boolean;
  sessions?: unknown[];
  messages?: Record<string, unknown>[];
}

interface Page {
  what: string;
  calls: number;
  readUnits: number;
  /** Of CPU time, the median of rounds. */
  microseconds: number;
  rows: number;
  bytes: number;
}

/** Asks for a page, and takes its bytes in. */
type Ask = (api: string, body: object) => Promise<Buffer>;

/** Pages of messages beside pages of sessions, and all messages of many sessions. */
export async function benchMessages({ quick }: Options): Promise<SectionResult> {
  const emulator = await startEmulator({ systemNow: () => now });
  try {
    const made = await prepare(emulator, 'made');
    progress(`messages: ${figure(messages)} made up`);
    const pages = await measurePages(emulator, made, quick, [
      ['sessions, 100 of 500', 'getSessions', { limit: 100 }],
      ['messages, the newest 100', 'getMessagesV2', { limit: 100 }],
      ['messages, 100 in the middle', 'getMessagesV2', { limit: 100, skip: messages / 2 }],
      ['messages, the oldest 100', 'getMessagesV2', { limit: 100, forward: true }],
      ['messages of 20 sessions, with dates', 'getMessagesV2', { ...twenty(), limit: 10_000 }],
    ]);
    const imported = await prepare(emulator, 'imported');
    progress(`messages: ${figure(messages)} imported`);
    await importAll(emulator, made);
    const kept = await measurePages(emulator, imported, quick, [
      ['imported messages, the newest 100', 'getMessagesV2', { limit: 100 }],
    ]);
    const walk = await walkAll(emulator, made);
    const many = await prepare(emulator, 'many', manySessions, 0.3 * minuteMs);
    progress(`messages: ${figure(manySessions * messagesEach)} made up`);
    const large = await measurePages(emulator, many, quick, [
      [`sessions, 100 of ${figure(manySessions)}`, 'getSessions', { limit: 100 }],
      [`messages of ${figure(manySessions)} sessions, the newest 100`, 'getMessagesV2', { limit: 100 }],
      [
        `messages of ${figure(manySessions)} sessions, 100 in the middle`,
        'getMessagesV2',
        { limit: 100, skip: (manySessions * messagesEach) / 2 },
      ],
    ]);
    const tables = [pageTable([...pages, ...kept, ...large]), walkTable(walk)];
    return { tables, data: { pages, kept, large, walk } };
  } finally {
    await emulator.close();
  }
}

const sessionIdOf = (index: number): string => `s-${String(index).padStart(4, '0')}`;
const iso = (ms: number): string => new Date(ms).toISOString();

const twenty = () => ({
  sessionId: Array.from({ length: 20 }, (_, index) => sessionIdOf(index)),
  dateFrom: iso(now - 6 * 24 * 60 * minuteMs),
  dateTo: iso(now),
});

async function control(emulator: Emulator, method: string, path: string, body: unknown): Promise<void> {
  const response = await emulator.request(`/_emulator/accounts${path}`, {
    method,
    headers: { authorization: `Bearer ${emulator.controlKey}` },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** @param stepMs between the starts of two sessions */
async function prepare(
  emulator: Emulator,
  accountId: string,
  count = sessions,
  stepMs = 10 * minuteMs,
): Promise<Ask> {
  const clientSecret = 'a secret of some length';
  await control(emulator, 'POST', '', {
    accountId,
    bots: [{ botId }],
    apps: [{ kind: 'builder', clientId: `cs-${accountId}`, clientSecret }],
    clock: { mode: 'frozen', now: iso(now) },
    settings: { journal: false },
  });
  const rows = Array.from({ length: count }, (_, index) => ({
    sessionId: sessionIdOf(index),
    botId,
    userId: 'u-8c4ca335-3152-5622-9cbb-51c6daf6c12f',
    start_time: iso(now - 9 * minuteMs - index * stepMs),
    end_time: iso(now - minuteMs - index * stepMs),
    noOfMessagesExchanged: messagesEach,
    tags: { userTags: [], sessionTags: [{ name: 'intent', value: 'billing' }] },
  }));
  for (let from = 0; from < rows.length; from += rowsPerCall) {
    await control(emulator, 'POST', `/${accountId}/sessions`, rows.slice(from, from + rowsPerCall));
  }
  const auth = await new SignJWT({ appId: `cs-${accountId}` })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(clientSecret));
  return async (api, body) => {
    const response = await emulator.request(`/api/public/bot/${botId}/${api}`, {
      method: 'POST',
      headers: { auth },
      body: JSON.stringify(body),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (response.status !== 200) throw new Error(`${api}: ${response.status} ${bytes}`);
    return bytes;
  };
}

const answerIn = (bytes: Buffer): Answer => JSON.parse(String(bytes)) as Answer;

/** Puts what was made up for one account into the other as it was answered. */
async function importAll(emulator: Emulator, ask: Ask): Promise<void> {
  for (let skip = 0; skip < messages; skip += 2_000) {
    const page = await ask('getMessagesV2', { skip, limit: 2_000, forward: true });
    await control(emulator, 'POST', '/imported/messages', answerIn(page).messages);
  }
}

async function measurePages(
  emulator: Emulator,
  ask: Ask,
  quick: boolean,
  kinds: readonly [string, string, object][],
): Promise<Page[]> {
  const [rounds, perRound] = quick ? [5, 40] : [15, 200];
  const pages: Page[] = [];
  const times = kinds.map((): number[] => []);
  for (const [what, api, body] of kinds) {
    for (let warm = 0; warm < 50; warm++) await ask(api, body);
    const bytes = await ask(api, body);
    const answer = answerIn(bytes);
    const { calls = 0, readUnits = 0 } = emulator.log.at(-1)?.dynamodb ?? {};
    const rows = (answer.messages ?? answer.sessions ?? []).length;
    pages.push({ what, calls, readUnits, rows, bytes: bytes.length, microseconds: 0 });
  }
  // In turns, so that a machine that grows slower does so for all of them.
  for (let round = 0; round < rounds; round++) {
    for (const [index, [, api, body]] of kinds.entries()) {
      const before = process.cpuUsage();
      for (let request = 0; request < perRound; request++) await ask(api, body);
      const { user, system } = process.cpuUsage(before);
      times[index]?.push((user + system) / perRound);
    }
  }
  return pages.map((page, index) => ({ ...page, microseconds: median(times[index] ?? []) }));
}

interface Walk {
  page: number;
  rows: number;
  calls: number;
  bytes: number;
  packedBytes: number;
}

/** All messages by pages of 10,000, each of which is cut where Lambda could carry no more. */
async function walkAll(emulator: Emulator, ask: Ask): Promise<Walk[]> {
  const walk: Walk[] = [];
  let skip = 0;
  for (let more = true; more; ) {
    const page = await ask('getMessagesV2', { skip, limit: 10_000 });
    const answer = answerIn(page);
    const rows = answer.messages?.length ?? 0;
    const bytes = Buffer.byteLength(JSON.stringify(String(page)));
    const { calls = 0 } = emulator.log.at(-1)?.dynamodb ?? {};
    walk.push({ page: walk.length + 1, rows, calls, bytes, packedBytes: gzipSync(page).length });
    skip += rows;
    more = answer.moreAvailable;
  }
  if (skip !== messages) throw new Error(`The pages hold ${skip} of ${messages} messages.`);
  return walk;
}

function pageTable(pages: readonly Page[]): Table {
  return {
    title: `A warm page of messages, ${messagesEach} of each session, ${sessions} sessions where nothing is said`,
    columns: ['Page', 'Rows', 'Calls', 'Read units', 'CPU µs', 'KB'],
    rows: pages.map(({ what, rows, calls, readUnits, microseconds, bytes }) => [
      what,
      figure(rows),
      figure(calls),
      figure(readUnits, 1),
      figure(microseconds),
      figure(bytes / 1000),
    ]),
    notes: ['CPU time is of this process, with the engine, and with taking the answer in.'],
  };
}

function walkTable(walk: readonly Walk[]): Table {
  return {
    title: `${figure(messages)} messages of ${sessions} sessions, limit 10,000`,
    columns: ['Request', 'Rows', 'Calls', 'KB, as Lambda counts', 'KB by gzip'],
    rows: walk.map(({ page, rows, calls, bytes, packedBytes }) => [
      `${page}`,
      figure(rows),
      figure(calls),
      figure(bytes / 1000),
      figure(packedBytes / 1000),
    ]),
    notes: ['Lambda carries 6,291 KB, counted with the body escaped within a JSON document.'],
  };
}
