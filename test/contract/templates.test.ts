import { afterAll, describe, expect, it } from 'vitest';
import type { Account, AccountView } from './support/account.ts';
import { found, readAnswer } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { fieldsOf, problem } from './support/problem.ts';
import { makeRow, now, upTo } from './support/rows.ts';
import { exportAll } from './support/sessions.ts';

const emulator = useEmulator();
const bots = [{ botId: 'st-1', name: 'First' }, { botId: 'st-2' }];
const rows = upTo(3).map((number) => makeRow('st-1', number));

const call = async (method: string, path: string, body?: unknown) =>
  readAnswer(await emulator.control(method, path, body));

const made = new Set<string>();
afterAll(async () => {
  for (const name of made) await call('DELETE', `/templates/${name}`);
});

/** A name that no other run has. */
function newName(): string {
  const name = `contract-${crypto.randomUUID()}`;
  made.add(name);
  return name;
}

interface Template {
  name: string;
  createdAt: string;
  sessions: number;
  version?: string;
  bots: { botId: string }[];
}

async function listed(name: string): Promise<Template | undefined> {
  const { status, body } = await call('GET', '/templates');
  expect(status).toBe(200);
  const { templates } = body as { templates: Template[] };
  expect(templates.map((each) => each.name)).toEqual(templates.map((each) => each.name).sort());
  return templates.find((each) => each.name === name);
}

const source = async (): Promise<Account> => {
  const account = await emulator.createAccount({ bots });
  await account.importRows(rows);
  return account;
};

async function from(template: string, input: Record<string, unknown> = {}): Promise<Account> {
  const response = await emulator.control('POST', '/accounts', {
    from: { template },
    expiresInSeconds: 3600,
    ...input,
  });
  expect(response.status).toBe(201);
  return emulator.accountOf((await response.json()) as AccountView);
}

describe('a template', () => {
  it('[emulator] is kept of an account, listed, and accounts begin as it is by its name alone', async () => {
    const [name, account] = [newName(), await source()];
    const kept = await call('PUT', `/templates/${name}`, {
      from: { accountId: account.accountId },
      version: '1',
    });
    expect(kept).toMatchObject({ status: 201, body: { name, sessions: 3, version: '1' } });
    expect(await listed(name)).toEqual(kept.body);
    expect((kept.body as Template).bots.map(({ botId }) => botId)).toEqual(['st-1', 'st-2']);

    const [one, other] = [await from(name), await from(name)];
    expect(await one.call('GET', '')).toMatchObject({ body: { clock: { mode: 'frozen', now } } });
    expect(await exportAll(emulator, one)).toBe(await exportAll(emulator, account));
    expect(await one.ask()).toEqual(found(rows));
    // Nobody sees what another writes, and a reset goes back to the template.
    await one.importRows([makeRow('st-2', 9)]);
    expect(await other.ask()).toEqual(found(rows));
    expect(await one.call('POST', '/reset')).toMatchObject({ status: 200, body: { written: 3 } });
    expect(await one.ask()).toEqual(found(rows));
  });

  it('[emulator] outlives the account that it was kept of', async () => {
    const [name, account] = [newName(), await source()];
    await call('PUT', `/templates/${name}`, { from: { accountId: account.accountId } });
    await call('DELETE', `/accounts/${account.accountId}`);
    expect(await (await from(name)).ask()).toEqual(found(rows));
  });

  it('[emulator] is replaced by another of its name, and what was made from the first goes on', async () => {
    const [name, account] = [newName(), await source()];
    const keep = (version: string) =>
      call('PUT', `/templates/${name}`, { from: { accountId: account.accountId }, version });
    expect(await keep('1')).toMatchObject({ status: 201 });
    const before = await from(name);
    await account.call('DELETE', `/sessions?sessionId=${rows[0]?.sessionId}`);
    expect(await keep('2')).toMatchObject({ status: 200, body: { version: '2', sessions: 2 } });
    expect(await listed(name)).toMatchObject({ version: '2', sessions: 2 });
    expect((await (await from(name)).ask()).body).toMatchObject({ total: 2 });
    expect(await before.ask()).toEqual(found(rows));
    expect(await before.call('POST', '/reset')).toMatchObject({ body: { written: 3 } });
  });

  it('[emulator] is also kept of a snapshot, and of another template', async () => {
    const [name, second, account] = [newName(), newName(), await source()];
    await account.call('PUT', '/snapshots/golden');
    await account.call('DELETE', '/sessions');
    const { accountId } = account;
    const ofSnapshot = { from: { accountId, snapshot: 'golden' } };
    expect(await call('PUT', `/templates/${name}`, ofSnapshot)).toMatchObject({ body: { sessions: 3 } });
    expect(await call('PUT', `/templates/${second}`, { from: { template: name } })).toMatchObject({
      status: 201,
      body: { sessions: 3 },
    });
    expect(await call('DELETE', `/templates/${name}`)).toMatchObject({ status: 204 });
    expect(await (await from(second)).ask()).toEqual(found(rows));
  });

  it('[emulator] is removed, again and again, and what was made from it goes on', async () => {
    const [name, account] = [newName(), await source()];
    await call('PUT', `/templates/${name}`, { from: { accountId: account.accountId } });
    const copy = await from(name);
    for (let again = 0; again < 2; again++) {
      expect((await call('DELETE', `/templates/${name}`)).status).toBe(204);
      expect(await listed(name)).toBeUndefined();
    }
    expect(await copy.ask()).toEqual(found(rows));
  });
});

describe('refusals of templates', () => {
  it('[emulator] one that there is not is named, with those that there are', async () => {
    const [name, account] = [newName(), await source()];
    await call('PUT', `/templates/${name}`, { from: { accountId: account.accountId } });
    const answer = await call('POST', '/accounts', { from: { template: 'no-such' } });
    expect(answer).toEqual(problem(404, 'template_not_found'));
    expect((answer.body as { detail: string }).detail).toContain('no-such');
    expect((answer.body as { detail: string }).detail).toContain(name);
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['neither account nor template', { from: {} }, ['from.accountId']],
    ['both', { from: { accountId: 'a', template: 'b' } }, ['from.accountId']],
    ['a snapshot of a template', { from: { template: 'b', snapshot: 'c' } }, ['from.snapshot']],
    ['a name that cannot be', { from: { template: 'no such' } }, ['from.template']],
    ['no text', { from: { template: 5 } }, ['from.template']],
    ['bots beside it', { from: { template: 'b' }, bots: [] }, ['bots']],
    ['a seed beside it', { from: { template: 'b' }, seed: 'quiet' }, ['seed']],
  ])('[emulator] an account from %s', async (_, body, fields) => {
    const answer = await call('POST', '/accounts', body);
    expect(answer).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(answer)).toEqual(fields);
  });

  it.each<[string, unknown, string[]]>([
    ['without its origin', {}, ['from']],
    ['with an unknown member', { from: { accountId: 'a' }, sessions: [] }, ['sessions']],
    ['with an empty version', { from: { accountId: 'a' }, version: '' }, ['version']],
  ])('[emulator] one %s is not kept', async (_, body, fields) => {
    const answer = await call('PUT', '/templates/never', body);
    expect(answer).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(answer)).toEqual(fields);
    expect(await listed('never')).toBeUndefined();
  });

  it('[emulator] one of an account, a snapshot or a template that is not there is not kept', async () => {
    const { accountId } = await source();
    const keep = (origin: Record<string, unknown>) => call('PUT', '/templates/never', { from: origin });
    expect(await keep({ accountId: 'no-such' })).toEqual(problem(404, 'account_not_found'));
    expect(await keep({ accountId, snapshot: 'no-such' })).toEqual(problem(404, 'snapshot_not_found'));
    expect(await keep({ template: 'no-such' })).toEqual(problem(404, 'template_not_found'));
    const unnamed = await call('PUT', '/templates/no%20name', { from: { accountId } });
    expect(unnamed).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(unnamed)).toEqual(['name']);
  });
});
