import { execFileSync } from 'node:child_process';
import { describe, expect, test, vi } from 'vitest';
import { askAll } from '../support/ask.ts';
import { runOn } from '../support/in-process.ts';
import { useCli } from '../support/use-cli.ts';

const cli = useCli();

const patiently = { timeout: 30_000, interval: 50 };

const firstBot = (): string => cli.server.facts.account.bots[0]?.botId ?? '';

describe('accounts', () => {
  test('are made, shown and removed', async () => {
    const made = await cli.json<{ accountId: string; apps: unknown[] }>('accounts', 'create', 'mine');
    expect(made.accountId).toBe('mine');

    expect(await cli.json('accounts', 'show', '--account', 'mine')).toMatchObject({ apps: made.apps });
    const { stdout } = await cli.run(['accounts', 'show', 'mine']);
    expect(stdout).toMatch(/^account {8}mine$/m);
    expect(stdout).toMatch(/^builder app {4}client id {6}cs-/m);

    expect(await cli.json('accounts', 'remove', 'mine')).toEqual({ removed: 'mine' });
    expect((await cli.run(['accounts', 'show', 'mine'])).code).toBe(1);
    expect(await cli.run(['accounts', 'remove', 'mine'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'There was no account mine.\n',
    });
  });

  test('from JSON, for a time', async () => {
    const given = JSON.stringify({ bots: [{ botId: 'st-1' }], clock: { mode: 'frozen', now: '2026-03-01' } });

    const account = await cli.json<Record<string, unknown>>(
      'accounts',
      'create',
      '--from',
      given,
      '--expires-in',
      '600',
    );

    expect(account).toMatchObject({ bots: [{ botId: 'st-1' }], clock: { mode: 'frozen' } });
    expect(Date.parse(String(account['expiresAt']))).toBeGreaterThan(Date.now() + 500_000);
  });
});

describe('templates', () => {
  test('are kept, listed, made accounts from and removed', async () => {
    await cli.json('accounts', 'create', 'origin', '--from', '{"bots":[{"botId":"st-1"}]}');
    await cli.json('generate', '--count', '20', '--account', 'origin');
    expect(await cli.json('templates', 'save', 'golden', '--account', 'origin')).toMatchObject({
      name: 'golden',
      sessions: 20,
      bots: [{ botId: 'st-1' }],
    });
    expect((await cli.run(['templates'])).stdout).toMatch(/^golden .+ 20 sessions +1 bot$/m);
    await cli.json('accounts', 'create', 'from-golden', '--from-template', 'golden');
    const { stdout } = await cli.run(['export', '--account', 'from-golden']);
    expect(stdout.trim().split('\n')).toHaveLength(20);
    expect(await cli.json('templates', 'remove', 'golden')).toEqual({ removed: 'golden' });
    expect(await cli.run(['templates', 'list'])).toMatchObject({ code: 0, stderr: 'No templates.\n' });
  });

  test('that are not there are refused with those that are, and --from beside is', async () => {
    const refused = await cli.run(['accounts', 'create', '--from-template', 'none']);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/There is no template none\./);
    const wrong = await cli.run(['accounts', 'create', '--from-template', 'a', '--from', '{}']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/--from and --from-template exclude each other/);
  });
});

describe('the clock', () => {
  test('is frozen, advanced both ways, set off and let go', async () => {
    await cli.json('accounts', 'create', 'timed');
    const clock = (...words: string[]) => cli.json('clock', ...words, '--account', 'timed');

    expect(await clock('set', 'frozen', '2026-03-01T09:00:00Z')).toEqual({
      mode: 'frozen',
      now: '2026-03-01T09:00:00.000Z',
    });
    expect(await clock('advance', 'PT90M')).toMatchObject({ now: '2026-03-01T10:30:00.000Z' });
    expect(await clock('advance', '-PT1H')).toMatchObject({ now: '2026-03-01T09:30:00.000Z' });
    expect(await clock('set', 'offset', 'P1D')).toMatchObject({ mode: 'offset', offsetMs: 86_400_000 });
    expect(await clock('set', 'frozen')).toMatchObject({ mode: 'frozen' });
    expect(await clock('set', 'real')).toMatchObject({ mode: 'real' });
    expect((await cli.run(['clock', '--account', 'timed'])).stdout).toMatch(/^real, shows 20/);
  });
});

describe('faults', () => {
  test('are set from an argument or stdin, shown and cleared', async () => {
    const rule = { times: 2, effect: { error: 'rateLimitMinute' } };
    const kept = { match: {}, after: 0, ...rule };

    const { code, stdout, stderr } = await cli.run(['faults', 'set', '-', '--json'], {
      stdin: JSON.stringify([rule, rule]),
    });
    expect({ code, rules: JSON.parse(stdout) }).toEqual({ code: 0, rules: [kept, kept] });
    expect(stderr).toContain('2 rules in place of those before');

    expect(await cli.json('faults', 'set', JSON.stringify(rule))).toEqual([kept]);
    expect(await cli.json('faults')).toEqual([kept]);
    expect(await cli.json('faults', 'clear')).toEqual([]);
    expect((await cli.run(['faults'])).stdout).toBe('No faults.\n');
  });

  test('that can match nothing are refused by name', async () => {
    const { code, stderr } = await cli.run([
      'faults',
      'set',
      '{"match":{"botId":"st-nobody"},"effect":{"delay":5}}',
    ]);

    expect(code).toBe(1);
    expect(stderr).toContain('st-nobody');
  });
});

describe('tokens', () => {
  const use = async (token: string): Promise<{ status: number; reason: string | undefined }> => {
    const response = await fetch(`${cli.server.facts.url}/api/public/bot/${firstBot()}/getSessions`, {
      method: 'POST',
      headers: { auth: token.trim() },
    });
    return { status: response.status, reason: response.headers.get('x-emulator-reason')?.split(':')[0] };
  };

  test('a good one alone on stdout', async () => {
    const { stdout, stderr } = await cli.run(['token', '--expires-in', 'PT5M']);

    expect(stderr).toBe('');
    expect(await use(stdout)).toEqual({ status: 200, reason: undefined });
  });

  test('a bad one, and why it is refused', async () => {
    const { stdout, stderr } = await cli.run(['token', '--flaw', 'expired', '--kind', 'admin']);

    expect(stderr).toBe('The emulator refuses it: token_expired.\n');
    expect(await use(stdout)).toEqual({ status: 401, reason: 'token_expired' });
  });

  test('of an app that there is not', async () => {
    const { code, stderr } = await cli.run(['token', '--client', 'cs-nobody']);

    expect(code).toBe(1);
    expect(stderr).toContain('has no app with the client id cs-nobody; it has cs-');
  });
});

describe('curl', () => {
  test.each([
    { words: [], path: 'bot' },
    { words: ['--api', 'getMessagesV2'], path: 'bot' },
    { words: ['--api', 'getMessages', '--all-bots'], path: 'getMessages' },
    { words: ['--all-bots', '--containment-type', 'agent'], path: 'getSessions?containmentType=agent' },
    { words: ['--body', `{"userId":"it's ü\u{1f600}"}`], path: 'bot' },
  ])('prints a line that works when pasted: $words', async ({ words, path }) => {
    const { code, stdout } = await cli.run(['curl', ...words]);

    expect({ code, lines: stdout.trim().split('\n').length }).toEqual({ code: 0, lines: 1 });
    expect(stdout).toContain(`/api/public/${path}`);
    const printed = execFileSync('sh', ['-c', `curl() { printf '%s\\n' "$@"; }; ${stdout}`]).toString();
    const [, method, url = '', , auth = '', , , , body = ''] = printed.trimEnd().split('\n');
    const response = await fetch(url, {
      method: String(method),
      headers: { auth: auth.replace('auth: ', '') },
      body,
    });
    expect(response.status).toBe(200);
  });

  test('refuses an API that there is not, and one that has no such route', async () => {
    const unknown = await cli.run(['curl', '--api', 'getmessages']);
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('getMessagesV2, getMessages') });
    const single = await cli.run(['curl', '--api', 'getMessagesV2', '--all-bots']);
    expect(single).toMatchObject({ code: 2, stderr: expect.stringContaining('single bots only') });
  });
});

describe('requests that belong to no account', () => {
  test('are listed with the reason, and forgotten', async () => {
    const path = `/api/public/bot/${firstBot()}/getSessions`;
    await fetch(`${cli.server.facts.url}${path}?no-token`, { method: 'POST' });
    type Page = { requests: { query: string; reason: { code: string } }[]; leftOut: number };
    const { requests, leftOut } = await cli.json<Page>('requests', '--unattributed');
    expect(requests[0]).toMatchObject({ query: '?no-token', reason: { code: 'auth_header_missing' } });
    expect(leftOut).toBe(0);
    expect((await cli.run(['requests', '--unattributed'])).stdout).toContain('auth_header_missing');
    expect((await cli.run(['requests', '--unattributed', '--follow'])).code).toBe(2);

    expect(await cli.json('requests', 'clear', '--unattributed')).toEqual({ cleared: true });
    expect((await cli.json<Page>('requests', '--unattributed')).requests).toEqual([]);
  });
});

describe('requests', () => {
  test('newest first, filtered, followed and cleared', async () => {
    await cli.json('requests', 'clear');
    await askAll(cli.server.facts, { limit: 1, limitt: 2 });
    await askAll(cli.server.facts, { limit: 2 });
    interface Page {
      requests: { body: unknown; unread: string[] }[];
      next?: string;
    }

    const all = await cli.json<Page>('requests');
    expect(all.requests.map(({ body }) => body)).toEqual([{ limit: 2 }, { limit: 1, limitt: 2 }]);
    expect(all.requests[1]?.unread).toEqual(['limitt']);
    expect((await cli.json<Page>('requests', '--status', '401')).requests).toEqual([]);

    const first = await cli.run(['requests', '--limit', '1']);
    expect(first.stdout).toMatch(/^20.+ {2}200 POST \/api\/public\/getSessions \d+ ms {2}0 of 0\n$/);
    const cursor = /--cursor (\S+)/.exec(first.stderr)?.[1] ?? '';
    expect((await cli.run(['requests', '--cursor', cursor])).stdout).toContain('not read: limitt');

    const following = runOn(['requests', '--follow', '--json'], { env: cli.environment });
    await vi.waitFor(() => expect(following.lines()).toHaveLength(2), patiently);
    await askAll(cli.server.facts, { limit: 3 });
    await vi.waitFor(() => expect(following.lines()).toHaveLength(3), patiently);
    const code = await following.interrupt();
    const bodies = following.lines().map((line) => (JSON.parse(line) as { body: unknown }).body);
    expect({ code, bodies }).toEqual({
      code: 0,
      bodies: [{ limit: 1, limitt: 2 }, { limit: 2 }, { limit: 3 }],
    });
  });

  test.each([
    { words: ['--limit', '2'], limits: [2, 3, 4] },
    { words: ['--from'], limits: [3, 4] },
  ])('followed with $words: none from before comes later', async ({ words, limits }) => {
    await cli.json('requests', 'clear');
    for (const limit of [1, 2, 3]) await askAll(cli.server.facts, { limit });
    const { requests } = await cli.json<{ requests: { at: string }[] }>('requests');
    const from = words[0] === '--from' ? [String(requests[0]?.at)] : [];

    const following = runOn(['requests', '--follow', '--json', ...words, ...from], { env: cli.environment });
    const followed = () =>
      following.lines().map((line) => (JSON.parse(line) as { body: { limit: number } }).body.limit);
    await vi.waitFor(() => expect(followed()).not.toEqual([]), patiently);
    // Two more looks at the journal, at least: each request is seen before the next is sent.
    for (const limit of [4, 5]) {
      await askAll(cli.server.facts, { limit });
      await vi.waitFor(() => expect(followed()).toContain(limit), patiently);
    }
    await following.interrupt();

    expect(followed()).toEqual([...limits, 5]);
  });
});

describe('the console', () => {
  test('has its address printed, and the page is there', async () => {
    const { console } = await cli.json<{ console: string }>('console');

    expect(console).toBe(`${cli.server.facts.url}/_emulator/console/#key=${cli.server.facts.controlKey}`);
    const page = await fetch(console);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<div id="app">')]);
  });

  test('is not printed for a key that is wrong', async () => {
    const { code, stdout } = await cli.run(['console', '--control-key', 'wrong']);

    expect([code, stdout]).toEqual([1, '']);
  });

  test('of an environment that is none says which there are', async () => {
    const { code, stderr } = await cli.run(['console', '--env', 'nowhere']);

    expect(code).toBe(2);
    expect(stderr).toContain("Unknown environment 'nowhere'");
  });
});

describe('what is used up', () => {
  test('of limits and of rules is told', async () => {
    await cli.json(
      'accounts',
      'create',
      'limited',
      '--from',
      '{"bots":[{"botId":"st-limited"}],"rateLimit":"vendor"}',
    );
    const account = ['--account', 'limited'];
    expect((await cli.run(['limits', ...account])).stdout).toMatch(
      /^st-limited +0 of 60 in 60 s +0 of 1800 in an hour$/m,
    );
    expect(await cli.run(['rate-limit', 'used', ...account])).toEqual(await cli.run(['limits', ...account]));
    expect((await cli.run(['limits'])).stdout).toBe('No limits.\n');
    await cli.json('faults', 'set', '[{"times":2,"effect":{"delay":1}},{"effect":{"delay":1}}]', ...account);
    expect((await cli.run(['faults', 'counts', ...account])).stdout).toBe(
      '0  0 struck, 2 left\n1  strikes all that match\n',
    );
    await cli.json('accounts', 'remove', 'limited');
  });
});
