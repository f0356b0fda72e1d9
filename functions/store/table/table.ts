import { randomBytes } from 'node:crypto';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Time } from '../../domain/time.ts';
import { isConditionFailure } from '../errors.ts';
import { type Attributes, conditionOn, type ItemChange, updateOf } from './expression.ts';
import { ItemMemory } from './item-memory.ts';
import type { Item, Key } from './keys.ts';
import { askCost, countRead, countWrite, type Usage } from './meter.ts';
import { Pace } from './pace.ts';
import { chunks, inParallel, packed } from './parallel.ts';
import { Patience, waitOut, waitOutBatch } from './wait-out.ts';

export type QueryInput = Omit<QueryCommandInput, 'TableName' | 'ExclusiveStartKey'>;

/** `beside` is put in the same call. */
export type BatchWrite = { put: Item & Key; beside?: (Item & Key) | undefined } | { delete: Key };

type Request = { PutRequest: { Item: Item } } | { DeleteRequest: { Key: Key } };

/** What is read eventually consistent costs half, and may be as it was a moment ago. */
export type Consistency = 'strong' | 'eventual';

/** For how long something may be written. */
export interface WritePermit {
  /** Resolves when a batch may go: what holds the permit goes first. */
  turn?: () => Promise<void>;
  checkHeld: () => void;
  signal: AbortSignal;
  /** Until when it is worth waiting where DynamoDB throttles, by the clock that is never set; left out, some seconds. */
  until?: number | undefined;
}

export interface BatchGetOptions {
  usage?: Usage | undefined;
  consistency?: Consistency | undefined;
  /** Of who is about to write: where it is throttled, they wait. */
  permit?: WritePermit | undefined;
}

// DynamoDB's limits on one call (AWS: BatchGetItem, BatchWriteItem).
const keysPerBatchGet = 100;
const itemsPerBatchWrite = 25;

/** The calls the emulator makes to its one table; unprocessed parts of batches are asked for again. */
export class Table {
  /** What is known without asking: nothing where others write the table too. */
  readonly memory: ItemMemory;
  readonly #client: DynamoDBDocumentClient;
  readonly #name: string;
  readonly #time: Time;
  readonly #pace: Pace;

  /** @param memory of some items where nobody but this process writes the table; left out, of none */
  constructor(client: DynamoDBDocumentClient, name: string, time: Time, memory = new ItemMemory()) {
    this.#client = client;
    this.#name = name;
    this.#time = time;
    this.memory = memory;
    this.#pace = new Pace(time);
  }

  /** Strongly consistent. */
  async get(key: Key, usage?: Usage): Promise<Item | undefined> {
    const load = async (): Promise<Item | undefined> => {
      const output = await this.#client.send(
        new GetCommand({ TableName: this.#name, Key: key, ConsistentRead: true, ...askCost(usage) }),
      );
      countRead(usage, output);
      return output.Item;
    };
    return this.memory.read(key, load);
  }

  /** Writes one item, once it is not throttled any more. */
  #writingOne<T>(key: Key, work: () => Promise<T>): Promise<T> {
    return this.memory.write([key], () => waitOut(new Patience(this.#time), work));
  }

  /** The items of a query, a page of DynamoDB's (1 MB) at a time. */
  async *query(input: QueryInput, usage?: Usage): AsyncGenerator<Item[]> {
    let start: Item | undefined;
    do {
      const output = await this.#client.send(
        new QueryCommand({ ...input, TableName: this.#name, ExclusiveStartKey: start, ...askCost(usage) }),
      );
      countRead(usage, output);
      const { Items = [], LastEvaluatedKey } = output;
      if (Items.length > 0) yield Items;
      start = LastEvaluatedKey;
    } while (start);
  }

  /**
   * The items that exist, in no order. Keys must differ from each other.
   *
   * @throws ThrottledError where some were not to be had in time
   */
  async batchGet(
    keys: readonly Key[],
    attributes: readonly string[],
    { usage, consistency = 'strong', permit }: BatchGetOptions = {},
  ): Promise<Item[]> {
    const names = Object.fromEntries(attributes.map((attribute, index) => [`#a${index}`, attribute]));
    const items: Item[] = [];
    await inParallel(chunks(keys, keysPerBatchGet), (batch) => {
      const patience = new Patience(this.#time, permit?.until);
      return waitOutBatch<Item>(batch, { patience, signal: permit?.signal }, async (wanted) => {
        const command = new BatchGetCommand({
          ...askCost(usage),
          RequestItems: {
            [this.#name]: {
              Keys: [...wanted],
              ConsistentRead: consistency === 'strong',
              ProjectionExpression: Object.keys(names).join(', '),
              ExpressionAttributeNames: names,
            },
          },
        });
        permit?.signal.throwIfAborted();
        const send = () => this.#client.send(command);
        const output = await (permit ? waitOut(patience, send) : send());
        countRead(usage, output);
        const { Responses, UnprocessedKeys } = output;
        items.push(...(Responses?.[this.#name] ?? []));
        return UnprocessedKeys?.[this.#name]?.Keys ?? [];
      });
    });
    return items;
  }

  /**
   * Writes in batches; keys must differ from each other.
   *
   * @param permit says before each batch whether it may still be written, by throwing, and aborts calls under way
   */
  async batchWrite(writes: readonly BatchWrite[], permit?: WritePermit): Promise<void> {
    const together = writes.map((write) => {
      if ('delete' in write) return [{ DeleteRequest: { Key: write.delete } }];
      const items = write.beside ? [write.put, write.beside] : [write.put];
      return items.map((item) => ({ PutRequest: { Item: item } }));
    });
    const keys = writes.flatMap((write) => {
      if ('delete' in write) return [write.delete];
      return write.beside ? [write.put, write.beside] : [write.put];
    });
    const { signal, until } = permit ?? {};
    await this.memory.write(keys, () =>
      inParallel(packed<Request>(together, itemsPerBatchWrite), (batch) => {
        // Batches wait at the same time: the pauses of one are not those of another.
        const patience = new Patience(this.#time, until);
        return waitOutBatch(batch, { patience, pace: this.#pace, signal }, async (wanted) => {
          await permit?.turn?.();
          permit?.checkHeld();
          const { UnprocessedItems } = await this.#client.send(
            new BatchWriteCommand({ RequestItems: { [this.#name]: [...wanted] } }),
            signal ? { abortSignal: signal } : {},
          );
          return (UnprocessedItems?.[this.#name] ?? []) as Request[];
        });
      }),
    );
  }

  async put(item: Item & Key): Promise<void> {
    await this.#writingOne(item, () =>
      this.#client.send(new PutCommand({ TableName: this.#name, Item: item })),
    );
  }

  /** Puts the item; returns the one that it takes the place of. */
  async replace(item: Item & Key): Promise<Item | undefined> {
    const { Attributes } = await this.#writingOne(item, () =>
      this.#client.send(new PutCommand({ TableName: this.#name, Item: item, ReturnValues: 'ALL_OLD' })),
    );
    return Attributes;
  }

  /** Puts the item unless one with its key exists; returns whether it was put. */
  putNew(item: Item & Key, usage?: Usage): Promise<boolean> {
    return this.#putIf(item, { ConditionExpression: 'attribute_not_exists(pk)' }, usage);
  }

  /** Puts the item unless one with its key has a set under this name; returns whether it was put. */
  putUnlessSet(item: Item & Key, name: string): Promise<boolean> {
    return this.#putIf(item, conditionOn({ [name]: undefined }));
  }

  /** Puts the item if the one there has this `version`, 0 for none; returns whether it was put. */
  putVersion(item: Item & Key, version: number, usage?: Usage): Promise<boolean> {
    return version === 0 ? this.putNew(item, usage) : this.#putIf(item, conditionOn({ version }), usage);
  }

  /**
   * The SDK repeats a call whose answer was lost, and what the repeated call then runs into is its own item:
   * a mark in the item tells it from somebody else's.
   */
  async #putIf(item: Item & Key, condition: Partial<PutCommandInput>, usage?: Usage): Promise<boolean> {
    const mark = randomBytes(9).toString('base64url');
    const marked = { ...item, mark };
    try {
      const output = await this.#writingOne(item, () =>
        this.#client.send(
          new PutCommand({ TableName: this.#name, Item: marked, ...condition, ...askCost(usage) }),
        ),
      );
      countWrite(usage, output);
      return true;
    } catch (error) {
      if (!isConditionFailure(error)) throw error;
      // A refusal does not tell what it cost.
      countWrite(usage, {});
      return (await this.get({ pk: item.pk, sk: item.sk }, usage))?.['mark'] === mark;
    }
  }

  /**
   * Changes an item that is there and has the expected attributes.
   *
   * @returns what numbers were added to, as they are then; undefined where the item is not as expected
   */
  async change(key: Key, change: ItemChange, expected: Attributes = {}): Promise<Item | undefined> {
    const isKept = this.memory.isKept(key);
    const update = new UpdateCommand({
      TableName: this.#name,
      Key: key,
      ...updateOf(change, expected),
      ReturnValues: isKept ? 'ALL_NEW' : 'add' in change ? 'UPDATED_NEW' : 'NONE',
    });
    const send = async (): Promise<Item> => {
      const { Attributes = {} } = await waitOut(new Patience(this.#time), () => this.#client.send(update));
      return Attributes;
    };
    return unlessUnexpected(isKept ? this.memory.change(key, send) : send());
  }

  async delete(key: Key): Promise<void> {
    await this.#writingOne(key, () =>
      this.#client.send(new DeleteCommand({ TableName: this.#name, Key: key })),
    );
  }

  /** Deletes the item if it has these attributes; returns whether it did. */
  async deleteIf(key: Key, expected: Attributes): Promise<boolean> {
    const command = new DeleteCommand({ TableName: this.#name, Key: key, ...conditionOn(expected) });
    return (await unlessUnexpected(this.#writingOne(key, () => this.#client.send(command)))) !== undefined;
  }
}

/** @returns undefined where the condition of the write does not hold */
async function unlessUnexpected<T>(writing: Promise<T>): Promise<T | undefined> {
  try {
    return await writing;
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}
