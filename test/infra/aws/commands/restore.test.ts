import { beforeEach, describe, expect, it, vi } from 'vitest';
import { systemTime } from '../../../../functions/domain/time.ts';
import { signIn } from '../../../../infra/aws/account/login.ts';
import { protectTable, restoreTable } from '../../../../infra/aws/account/restored-table.ts';
import { restore } from '../../../../infra/aws/commands/restore.ts';
import { defineEnvironment } from '../../../../infra/aws/environments/index.ts';
import { prod } from '../../../../infra/aws/environments/prod.ts';
import { startEmulator } from '../../../support/emulator.ts';
import { useCommands } from './use-commands.ts';

const commands = useCommands();
const at = '2026-01-31T12:00:00Z';
const restored = 'kore-sessions-emulator-prod-20260131T120000Z';

beforeEach(() => {
  commands.aws.world.stacks = [
    { name: 'kore-sessions-emulator-prod-data', outputs: { TableName: 'the-table' } },
  ];
  commands.aws.world.tables = { 'the-table': { status: 'ACTIVE', done: [] } };
});

describe('npm run restore', () => {
  it('restores to a new table, protects it as the environment says, and says what to do', async () => {
    commands.aws.world.tables = { ...commands.aws.world.tables, [restored]: { status: 'ACTIVE', done: [] } };
    const { code, printed, cdk } = await commands.run(['restore', '--env', 'prod', '--at', at]);
    expect(code).toBe(0);
    expect(printed).toEqual([
      `${restored} is there. Add existing: { tableName: '${restored}' } to data in infra/aws/environments/prod.ts, and run this again: it deploys the environment with it.`,
    ]);
    expect(cdk).toEqual([]);
    const done = commands.aws.world.tables[restored]?.done.join('\n') ?? '';
    expect(done).toMatch(/UpdateTable .*"DeletionProtectionEnabled":true/);
    expect(done).toMatch(/UpdateContinuousBackups .*"PointInTimeRecoveryEnabled":true/);
    expect(done).toMatch(/UpdateTimeToLive .*"Enabled":true/);
  });

  it('waits until the table is there', async () => {
    const slept: number[] = [];
    const time = { ...systemTime, sleep: async (ms: number) => void slept.push(ms) };
    const login = await signIn({ environment: prod, profile: undefined });
    const printed: string[] = [];
    const plan = { from: 'the-table', to: 'new-table', at: new Date(at) };
    await restoreTable(login, plan, (line) => printed.push(line), time);
    expect(printed).toEqual([expect.stringMatching(/^new-table is being restored from the-table/)]);
    expect(slept).toEqual([15_000]);
    const [first = ''] = commands.aws.world.tables?.['new-table']?.done ?? [];
    expect(JSON.parse(first.replace('restored ', ''))).toMatchObject({
      SourceTableName: 'the-table',
      RestoreDateTime: Date.parse(at) / 1000,
    });
    await protectTable(login, 'new-table', prod.data);
  });

  it('deploys the environment with the table that it names, the api stack first, and tries it', async () => {
    const emulator = await startEmulator();
    vi.stubGlobal('fetch', emulator.request);
    commands.aws.world.parameters = {
      '/kore-sessions-emulator/prod/url': 'https://prod.example',
      '/kore-sessions-emulator/prod/control-key-secret': 'the-secret',
    };
    commands.aws.world.secrets = { 'the-secret': emulator.controlKey };
    const environment = defineEnvironment({
      ...prod,
      data: { ...prod.data, existing: { tableName: restored } },
    });
    const cdk: string[] = [];
    const printed: string[] = [];
    const effects = {
      cdk: async (args: readonly string[]) => cdk.push(args.join(' ')) * 0,
      print: (line: string) => void printed.push(line),
      resolveNs: async () => [],
      time: systemTime,
    };
    await restore({ environment, profile: undefined, rest: ['--at', at] }, effects);
    expect(cdk).toEqual([
      'deploy prod/api --exclusively -c env=prod --require-approval never',
      'deploy prod/* -c env=prod --require-approval never',
    ]);
    expect(printed.slice(-2)).toEqual(['account removed', `prod uses ${restored}.`]);
    vi.unstubAllGlobals();
    await emulator.close();
  });

  it.each([[], ['--at'], ['--at', 'yesterday'], ['--at', '2026-01-31'], ['--to', at]])(
    'refuses what is no instant: %s',
    async (...rest) => {
      const { code, complaints } = await commands.run(['restore', '--env', 'prod', ...rest]);
      expect(code).toBe(2);
      expect(complaints).toEqual([expect.stringMatching(/^npm run restore takes .*2026-01-31T12:00:00Z\.$/)]);
    },
  );

  it('needs an environment that is deployed', async () => {
    commands.aws.world.stacks = [];
    const { code, complaints } = await commands.run(['restore', '--env', 'prod', '--at', at]);
    expect(code).toBe(2);
    expect(complaints).toEqual([expect.stringMatching(/^prod is not deployed/)]);
  });
});
