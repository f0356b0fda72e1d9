import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildBundles } from '../../infra/aws/bundle.ts';
import { tableName } from '../../store/instances.ts';
import { httpApiEvent } from '../../support/api-gateway/http-api-event.ts';
import type { Options } from '../options.ts';
import { figure, type Table } from '../report/table.ts';
import { progress, type SectionResult } from '../section.ts';
import { controlOf, type LoadedTable, loadTable } from '../support/loaded-table.ts';
import { temporaryFolder } from '../support/processes.ts';
import { week } from '../support/sessions.ts';
import { type ColdStart, measureColdStart } from './fresh-process.ts';

const rows = 20;
const sessions = 1_000;
const baseline = fileURLToPath(new URL('answers-200.mjs', import.meta.url));

/** How long the function that answers getSessions takes to load and to answer, in a fresh process. */
export async function benchColdStart({ quick }: Options): Promise<SectionResult> {
  const runs = quick ? 5 : 15;
  progress('cold-start: building the function as it is deployed');
  const bundles = await buildBundles();
  const table = await loadTable(sessions, 1);
  try {
    const eventFile = await writeEvent(table);
    const { path, bytes } = bundles['get-sessions'];
    progress(`cold-start: ${runs} fresh processes of each function`);
    const bundled = await measureColdStart(path, eventFile, environmentOf(table), runs, checkPage);
    const bare = await measureColdStart(baseline, eventFile, {}, runs, () => {});
    const data = { runs, bundleBytes: bytes, sessions, milliseconds: { getSessions: bundled, bare } };
    return { tables: [coldStartTable(bundled, bare, bytes, runs)], data };
  } finally {
    await table.shared.close();
    bundles.remove();
  }
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

function checkPage(body: string): void {
  const page = JSON.parse(body) as { total?: number; sessions?: unknown[] };
  if (page.total === sessions && page.sessions?.length === rows) return;
  throw new Error(`The function does not answer the page: ${body.slice(0, 200)}`);
}

function coldStartTable(bundled: ColdStart, bare: ColdStart, bytes: number, runs: number): Table {
  const row = (name: string, { load, first, second }: ColdStart): string[] => [
    name,
    ...[load, first, second].map((ms) => figure(ms, 1)),
  ];
  return {
    title: 'Cold start in a fresh process, milliseconds',
    columns: ['Function', 'Load', 'First request', 'Second request'],
    rows: [
      row(`getSessions as deployed, ${figure(bytes / 1024)} KiB`, bundled),
      row('a function that only answers 200', bare),
    ],
    notes: [
      `Medians of ${runs} processes. A request asks for ${rows} rows of ${figure(sessions)} sessions, from the embedded engine in another process; the first one finds nothing remembered. Node's own start is not counted.`,
    ],
  };
}
