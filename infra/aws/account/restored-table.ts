import {
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
  RestoreTableToPointInTimeCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { systemTime, type Time } from '../../../functions/domain/time.ts';
import { tableDefinition } from '../../../functions/store/table/table-definition.ts';
import type { Environment } from '../environments/index.ts';
import { callAws } from '../find/aws-failure.ts';
import type { Login } from './login.ts';

const pollMs = 15_000;

/**
 * Restores a table to a new one as it was at an instant, and waits for it. It goes on where an earlier run was cut off.
 *
 * @param print a line for people
 * @throws Failure where AWS refuses, as for an instant of which it has no backup
 */
export async function restoreTable(
  login: Login,
  { from, to, at }: { from: string; to: string; at: Date },
  print: (line: string) => void,
  time: Time = systemTime,
): Promise<void> {
  const client = new DynamoDBClient(login.client);
  if ((await stateOf(client, login, to)) === undefined) {
    await callAws(`restore the table ${from} as it was at ${at.toISOString()}`, login.region, () =>
      client.send(
        new RestoreTableToPointInTimeCommand({
          SourceTableName: from,
          TargetTableName: to,
          RestoreDateTime: at,
        }),
      ),
    );
    print(`${to} is being restored from ${from}, which takes minutes to hours.`);
  }
  while ((await stateOf(client, login, to)) !== 'ACTIVE') await time.sleep(pollMs);
}

/** A restored table has none of what protects the old one, and keeps for ever what should expire. (AWS: restoring.) */
export async function protectTable(login: Login, table: string, data: Environment['data']): Promise<void> {
  const client = new DynamoDBClient(login.client);
  const TableName = table;
  const { maxReadUnits, maxWriteUnits } = data;
  await callAws(`set up the table ${table}`, login.region, async () => {
    await client.send(
      new UpdateTableCommand({
        TableName,
        DeletionProtectionEnabled: data.deletionProtection,
        OnDemandThroughput: { MaxReadRequestUnits: maxReadUnits, MaxWriteRequestUnits: maxWriteUnits },
      }),
    );
    await client.send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: data.pointInTimeRecovery },
      }),
    );
    await client
      .send(
        new UpdateTimeToLiveCommand({
          TableName,
          TimeToLiveSpecification: { AttributeName: tableDefinition.timeToLiveAttribute, Enabled: true },
        }),
      )
      .catch((error: unknown) => {
        // AWS refuses to turn on what is on.
        if (!(error instanceof Error && /already enabled/i.test(error.message))) throw error;
      });
  });
}

/** @returns undefined where there is no such table */
function stateOf(client: DynamoDBClient, { region }: Login, TableName: string): Promise<string | undefined> {
  return callAws(`look at the table ${TableName}`, region, async () => {
    try {
      return (await client.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  });
}
