import { systemTime } from '../../../functions/domain/time.ts';
import { toSessionItem } from '../../../functions/store/sessions/session-item.ts';
import { createDocumentClient } from '../../../functions/store/store.ts';
import { Table } from '../../../functions/store/table/table.ts';
import { startEmbeddedEngine } from '../../../infra/local/engine.ts';
import { ensureTable } from '../../../infra/local/table.ts';
import { seconds } from '../section.ts';
import { weekOfSessions } from '../support/sessions.ts';

/** Sessions a second that the engine alone takes: BatchWriteItem and nothing else. */
export async function measureEngine(count: number): Promise<number> {
  const engine = await startEmbeddedEngine();
  const client = createDocumentClient(engine.clientConfig);
  try {
    await ensureTable(client, 'bare');
    const table = new Table(client, 'bare', systemTime);
    const layer = 'bare';
    const sessions = [...weekOfSessions(['bot'], count)].flat();
    const writes = sessions.map((session) => ({ put: toSessionItem(layer, session) }));
    return count / (await seconds(() => table.batchWrite(writes)));
  } finally {
    client.destroy();
    await engine.close();
  }
}
