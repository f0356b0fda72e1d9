import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildBundles } from '../../infra/aws/bundle.ts';
import { tableName } from '../../store/instances.ts';
import { httpApiEvent } from '../../support/api-gateway/http-api-event.ts';
import { loadedFiles } from '../../support/loaded-files.ts';
import type { Options } from '../options.ts';
import { figure, type Table } from '../report/table.ts';
import { progress, type SectionResult } from '../section.ts';
import { controlOf, type LoadedTable, loadTable } from '../support/loaded-table.ts';
import { temporaryFolder } from '../support/processes.ts';
import { week } from '../support/sessions.ts';
import { type Case, type ColdStart, measureColdStarts } from './fresh-process.ts';

const rows = 100;
const few = 1_000;
const warm = 100;
const baseline = fileURLToPath(new URL('answers-200.mjs', import.meta.url));

/** What a function costs that has just been started, beside one that only answers 200. */
export async function benchColdStart({ quick }: Options): Promise<SectionResult> {
  const runs = quick ? 5 : 15;
  const many = quick ? 20_000 : 100_000;
  progress('cold-start: building the function as it is deployed');
  const bundles = await buildBundles();
  const tables = [await loadTable(few, 1), await loadTable(many, 1)];
  try {
    const { path } = bundles['get-sessions'];
    const [page, largePage] = await Promise.all(tables.map((table) => caseOf(path, table)));
    if (!page || !largePage) throw new Error('There is nothing to measure.');
    const bytes = await loadedBytes(page);
    const nothing: Case = { ...page, functionFile: baseline, environment: {}, check: () => {} };
    progress(`cold-start: ${runs} fresh processes of each function`);
    const [bare, getSessions] = await measureColdStarts([nothing, page], runs);
    const [large] = await measureColdStarts([{ ...largePage, warm: 0 }], quick ? 3 : 5);
    if (!bare || !getSessions || !large) throw new Error('Nothing was measured.');
    const data = { runs, loadedBytes: bytes, bare, getSessions, many, large };
    const measured = { bare, getSessions, large, many, bytes, runs };
    return { tables: [durations(measured), cpuTimes(measured)], data };
  } finally {
    for (const { shared } of tables) await shared.close();
    bundles.remove();
  }
}

async function caseOf(functionFile: string, table: LoadedTable): Promise<Case> {
  const check = (body: string): void => checkPage(body, table.sessions);
  return { functionFile, eventFile: await writeEvent(table), environment: environmentOf(table), warm, check };
}

/** The event of a request for a page; in Lambda the journal is written after the answer. */
async function writeEvent(table: LoadedTable): Promise<string> {
  const { accountId, botIds, tokens } = table.account;
  const settings = JSON.stringify({ settings: { journal: false } });
  await controlOf(table.start())('PATCH', `/accounts/${accountId}`, settings);
  const event = httpApiEvent({
    method: 'POST',
    path: `/api/public/bot/${botIds[0]}/getSessions`,
    query: '',
    headers: [
      ['auth', tokens.builder],
      ['content-type', 'application/json'],
    ],
    body: Buffer.from(JSON.stringify({ ...week, limit: rows })),
  });
  const file = join(temporaryFolder(), 'event.json');
  writeFileSync(file, JSON.stringify(event));
  return file;
}

const environmentOf = ({ shared }: LoadedTable): Record<string, string> => ({
  TABLE_NAME: tableName,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_ENDPOINT_URL_DYNAMODB: String(shared.engine.clientConfig.endpoint),
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
});

/** How many bytes of code a cold start of a function loads. */
async function loadedBytes({ functionFile, eventFile, environment }: Case): Promise<number> {
  const event = JSON.parse(readFileSync(eventFile, 'utf8')) as object;
  const files = await loadedFiles(functionFile, event, environment);
  return files.reduce((all, file) => all + statSync(file).size, 0);
}

function checkPage(body: string, sessions: number): void {
  const page = JSON.parse(body) as { total?: number; sessions?: unknown[] };
  if (page.total === sessions && page.sessions?.length === rows) return;
  throw new Error(`The function does not answer the page: ${body.slice(0, 200)}`);
}

interface Measured {
  bare: ColdStart;
  getSessions: ColdStart;
  large: ColdStart;
  /** How many sessions the large page is of. */
  many: number;
  bytes: number;
  runs: number;
}

function durations({ bare, getSessions, bytes, runs }: Measured): Table {
  const row = (name: string, { loadMs, firstMs, secondMs }: ColdStart): string[] => [
    name,
    ...[loadMs, firstMs, secondMs].map((ms) => figure(ms, 1)),
  ];
  return {
    title: 'Cold start in a fresh process, milliseconds',
    columns: ['Function', 'Load', 'First request', 'Second request'],
    rows: [
      row(`getSessions as deployed, ${figure(bytes / 1024)} KiB of it`, getSessions),
      row('a function that only answers 200', bare),
    ],
    notes: [
      `Medians of ${runs} processes. A request asks for ${rows} rows of ${figure(few)} sessions, from the embedded engine in another process; the first one finds nothing remembered. Node's own start is not counted. The size is that of the parts which are loaded for it.`,
    ],
  };
}

function cpuTimes({ bare, getSessions, large, many }: Measured): Table {
  const times = getSessions.coldCpuMs / bare.coldCpuMs;
  return {
    title: 'CPU time of a function, milliseconds',
    columns: ['What', 'CPU'],
    rows: [
      ['a function that only answers 200, cold', figure(bare.coldCpuMs, 1)],
      [`getSessions, cold: a page of ${figure(few)} sessions`, figure(getSessions.coldCpuMs, 1)],
      ['times the function that only answers 200', figure(times, 2)],
      [`first page of ${figure(many)} sessions, after loading`, figure(large.firstCpuMs)],
      [`warm page of ${figure(few)} sessions`, figure(getSessions.warmCpuMs, 2)],
    ],
    notes: [
      `Of all threads of the process; the engine is another one. Cold is from the start of the process, Node's own with it, to the first answer. Pages have ${rows} rows; warm is the mean of ${warm} requests in a row.`,
    ],
  };
}
