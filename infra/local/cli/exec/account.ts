import { systemTime } from '../../../../functions/domain/time.ts';
import { importSessions } from '../../../client/import-rows.ts';
import { makeAccount } from '../../../testing/typescript/account.ts';
import type { AccountOptions, ScenarioName, TestAccount } from '../../../testing/typescript/api.ts';
import { readSeedFile } from '../../seed-file.ts';
import { openSessionFile } from '../../session-file.ts';
import type { Invocation } from '../shared/command.ts';
import { wrongUsage } from '../shared/wording.ts';
import type { UsedEmulator } from './emulator.ts';

const exclusive = ['seed', 'scenario', 'from'] as const;

/** Makes the account that a program is run with. */
export async function accountFor(
  { client, controlKey }: UsedEmulator,
  invocation: Invocation,
): Promise<TestAccount> {
  const { text, output, time } = invocation;
  const given = exclusive.filter((option) => text(option) !== undefined);
  if (given.length > 1)
    throw wrongUsage(`${given.map((each) => `--${each}`).join(' and ')} exclude each other`, 'exec');
  const seed = text('seed');
  const { botIds } = seed === undefined ? {} : await readSeedFile(seed, (line) => output.say(line), time);
  const options: AccountOptions = {
    ...(botIds === undefined ? {} : { bots: botIds.map((botId) => ({ botId })) }),
    ...defined('scenario', text('scenario') as ScenarioName | undefined),
    ...defined('from', text('from')),
    ...defined('clock', text('clock')),
  };
  const account = await makeAccount(client, controlKey, options, systemTime);
  if (seed !== undefined) await importSessions(client, account.accountId, openSessionFile(seed).rows);
  return account;
}

function defined<Name extends string, Value>(name: Name, value: Value | undefined): { [N in Name]?: Value } {
  return (value === undefined ? {} : { [name]: value }) as { [N in Name]?: Value };
}
