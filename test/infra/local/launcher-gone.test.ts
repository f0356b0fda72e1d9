import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it, vi } from 'vitest';

it('ends with the npm that started it', async () => {
  const args = ['start', '--silent', '--', '--port', '0', '--empty'];
  const npm = spawn('npm', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  npm.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [line] = (await once(createInterface(npm.stdout), 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string };
  expect((await fetch(`${url}/_emulator/health`)).status).toBe(200);

  npm.kill('SIGTERM');
  await vi.waitFor(() => expect(fetch(`${url}/_emulator/health`)).rejects.toThrow(), {
    timeout: 30_000,
    interval: 100,
  });
  await vi.waitFor(() =>
    expect(said).toContain('The npm that started this emulator has ended, so it ends too.'),
  );
});
