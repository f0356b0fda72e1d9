import { scenarioNames } from '../../../../functions/domain/generator/scenario-names.ts';
import { type FoundRow, isMessageRow } from '../../../../functions/domain/rows/row-form.ts';
import { systemTime } from '../../../../functions/domain/time.ts';
import { ProblemError } from '../../../client/errors.ts';
import { importMessages, importSessions } from '../../../client/import-rows.ts';
import { Failure } from '../../../errors.ts';
import { makeAccount } from '../../../testing/typescript/account.ts';
import type { AccountOptions, ScenarioName, TestAccount } from '../../../testing/typescript/api.ts';
import { readSeedFile } from '../../seed-file.ts';
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
  const scenario = readScenario(text('scenario'));
  const from = text('from');
  const seed = text('seed');
  const read = seed === undefined ? undefined : await readSeedFile(seed, (line) => output.say(line), time);
  for (const note of read?.notes ?? []) output.say(note);
  const botIds = read?.botIds;
  const options: AccountOptions = {
    ...(botIds === undefined ? {} : { bots: botIds.map((botId) => ({ botId })) }),
    ...defined('scenario', scenario),
    ...defined('from', from),
    ...defined('clock', text('clock')),
  };
  const account = await makeAccount(client, controlKey, options, systemTime).catch((error: unknown) => {
    throw from === undefined ? error : notThere(from, client.url, error);
  });
  if (read) {
    const { accountId } = account;
    if (read.count > 0)
      await importSessions(
        client,
        accountId,
        only(read.rows(), (row) => !isMessageRow(row)),
      );
    if (read.messageCount > 0) await importMessages(client, accountId, only(read.rows(), isMessageRow));
  }
  return account;
}

async function* only(
  rows: AsyncIterable<FoundRow>,
  isWanted: (row: FoundRow) => boolean,
): AsyncGenerator<FoundRow> {
  for await (const row of rows) if (isWanted(row)) yield row;
}

function readScenario(name: string | undefined): ScenarioName | undefined {
  const known = scenarioNames.find((each) => each === name);
  if (name === undefined || known !== undefined) return known;
  throw wrongUsage(`--scenario ${name} is not one of ${scenarioNames.join(', ')}`, 'exec');
}

/** What a beginning that is not there means to whoever has named it. */
function notThere(from: string, url: string, error: unknown): unknown {
  const isMissing = error instanceof ProblemError && /^(account|snapshot)_not_found$/.test(error.code);
  if (!isMissing) return error;
  return new Failure(
    `--from ${from}: ${error.problem.detail} It is ACCOUNT, or ACCOUNT/SNAPSHOT, of the emulator at ${url}: "kore-sessions-emulator accounts" lists them.`,
  );
}

function defined<Name extends string, Value>(name: Name, value: Value | undefined): { [N in Name]?: Value } {
  return (value === undefined ? {} : { [name]: value }) as { [N in Name]?: Value };
}
