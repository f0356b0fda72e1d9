import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { JournalEntry } from '../../../functions/domain/journal.ts';
import type { JournalOptions, JournalRange, JournalStore } from '../../../functions/store/journal/journal.ts';
import { type AccountLife, type Item, journalPartition } from '../../../functions/store/table/keys.ts';
import { type SharedTable, tableName } from '../instances.ts';
import { type Command, isCall, type Send } from '../intercept.ts';

/** For a test that must not wait: what is gathered is written where the test says `settled`. */
export const laptop = { gatherMs: 3_600_000 } satisfies JournalOptions;

const everything = { from: 0, to: Date.parse('9999-12-31T23:59:59.999Z') };

let lives = 0;
/** An account that no other test has. */
export const newLife = (): AccountLife => ({ accountId: 'acc', born: ++lives });

/** The journal as an instance of its own has it; `onCall` may fail a call, or change its input. */
export function startJournal(
  table: SharedTable,
  options: JournalOptions,
  onCall: (command: Command) => void = () => {},
): JournalStore {
  const interceptor = async (command: Command, send: Send) => {
    onCall(command);
    return send(command);
  };
  return table.startInstance(interceptor, { journal: options }).store.journal;
}

/** Has DynamoDB's pages hold that many items, as they would be larger. */
export const pagesOf =
  (items: number) =>
  (command: Command): void => {
    if (isCall(command, 'Query')) command.input['Limit'] = items;
  };

/** Reads until there are that many entries, as the control API does; with the last one's place. */
export async function readPage(
  journal: JournalStore,
  life: AccountLife,
  {
    limit = Number.POSITIVE_INFINITY,
    now,
    ...range
  }: Partial<JournalRange> & { limit?: number; now: number },
): Promise<{ entries: JournalEntry[]; last: string | undefined }> {
  const entries: JournalEntry[] = [];
  let last: string | undefined;
  for await (const placed of journal.read(life, { ...everything, ...range }, now)) {
    for (const { place, entry } of placed) {
      if (entries.length === limit) return { entries, last };
      entries.push(entry);
      last = place;
    }
  }
  return { entries, last };
}

/** Puts an entry as earlier versions did. */
export async function putEarlierItem(
  { client }: SharedTable,
  life: AccountLife,
  entry: JournalEntry,
  ttl: number,
): Promise<void> {
  const key = { pk: journalPartition(life), sk: `${entry.at}#${entry.id}` };
  const item = { ...key, entry: JSON.stringify(entry), ttl };
  await client.send(new PutCommand({ TableName: tableName, Item: item }));
}

/** What the table holds of a journal, oldest first. */
export async function itemsOf({ client }: SharedTable, life: AccountLife): Promise<Item[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: tableName,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': journalPartition(life) },
    }),
  );
  return Items;
}
