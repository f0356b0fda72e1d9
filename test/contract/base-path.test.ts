import { describe, expect, it } from 'vitest';
import { useEmulator } from './support/emulator.ts';

const emulator = useEmulator();

interface Document {
  servers: { url: string }[];
  paths: Record<string, Record<string, { security?: unknown[] }>>;
}

describe('what leads to the emulator', () => {
  it("[emulator] the document's server is where the emulator is, behind a base path too", async () => {
    const place = '/_emulator/openapi.json';
    const document = (await (await emulator.request(place)).json()) as Document;
    const relative = document.servers.at(-1)?.url ?? '';
    expect(relative).not.toContain(':');
    const server = emulator.resolve(relative, place).replace(/\/+$/, '');
    const open = Object.entries(document.paths).flatMap(([path, { get }]) =>
      get?.security?.length === 0 ? [path] : [],
    );
    expect(open).toContain('/_emulator/health');
    for (const path of open) expect((await emulator.request(server + path)).status).toBe(200);
  });

  it('[emulator] links between pages of the export lead from one to the next', async () => {
    const account = await emulator.createAccount({ seed: { count: 5 } });
    const from = `/_emulator/accounts/${account.accountId}/sessions?limit=3`;
    const headers = { authorization: `Bearer ${emulator.controlKey}` };
    const first = await emulator.request(from, { headers });
    const [, link = ''] = /^<([^>]*)>; rel="next"$/.exec(first.headers.get('link') ?? '') ?? [];
    const second = await emulator.request(emulator.resolve(link, from), { headers });
    expect((await second.text()).trim().split('\n')).toHaveLength(2);
    expect(second.headers.has('link')).toBe(false);
  });
});
