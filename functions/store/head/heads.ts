import { AccountGoneError } from '../errors.ts';
import type { Attributes, ItemChange } from '../table/expression.ts';
import { type AccountLife, accountPartition, headKey, type Item } from '../table/keys.ts';
import type { Usage } from '../table/meter.ts';
import { readWholePartition } from '../table/partition.ts';
import type { Table } from '../table/table.ts';
import type { Head } from './head.ts';

// Only this class writes heads, so their shape is known.
const toHead = (item: Item): Head => item as unknown as Head;

/** The heads of accounts: nobody else reads or writes them. */
export class Heads {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** The head, where it is known without asking. */
  known(accountId: string): Head | undefined {
    const item = this.#table.memory.known(headKey(accountId));
    return item && toHead(item);
  }

  /** The head of whichever account has the id now. */
  read(accountId: string, usage?: Usage): Promise<Head | undefined> {
    // No async function: every request would wait for one promise more.
    return this.#table.get(headKey(accountId), usage) as Promise<unknown> as Promise<Head | undefined>;
  }

  /** @throws AccountGoneError where the account is gone, whoever has its id now */
  async readOf({ accountId, born }: AccountLife): Promise<Head> {
    const head = await this.read(accountId);
    if (head?.born !== born) throw new AccountGoneError(accountId);
    return head;
  }

  /** The head, and all that is beside it in the account's partition. */
  async readWhole(accountId: string, usage?: Usage): Promise<{ head: Head; items: Item[] } | undefined> {
    const key = headKey(accountId);
    const read = async (): Promise<{ items: Item[]; item: Item | undefined }> => {
      const items = await readWholePartition(this.#table, accountPartition(accountId), usage);
      return { items, item: items.find((each) => each['sk'] === key.sk) };
    };
    const { items, item } = await this.#table.memory.readAmong(key, read, (found) => found.item);
    return item && { head: toHead(item), items };
  }

  /** @returns whether there was none with its account id */
  create(head: Head): Promise<boolean> {
    return this.#table.putNew({ ...headKey(head.accountId), ...head });
  }

  /**
   * Takes the head away if the account still has these layers.
   *
   * @returns whether it is gone, whoever took it
   */
  async remove({ accountId, born, epoch, layers }: Head): Promise<boolean> {
    if (await this.#table.deleteIf(headKey(accountId), { born, epoch, layers })) return true;
    // The answer to a first attempt may have been lost.
    return (await this.read(accountId))?.born !== born;
  }

  /**
   * Changes the head of one life of an account id: never that of an account which has the id by then.
   *
   * @param before what must still be as it was read
   * @returns what numbers were added to, as they are then; undefined where the account is gone, or not as before
   */
  change(
    { accountId, born }: AccountLife,
    change: ItemChange,
    before: Attributes = {},
  ): Promise<Item | undefined> {
    return this.#table.change(headKey(accountId), change, { born, ...before });
  }

  /**
   * Sets attributes of the head where others are as they were read.
   *
   * @param mark which of the attributes has a value that nobody else writes: it tells an own write whose answer
   *   was lost, and which the SDK's repetition then met
   * @returns whether the attributes are set
   */
  async replace(
    { accountId, born }: AccountLife,
    before: Attributes,
    after: Partial<Head>,
    mark: keyof Head,
  ): Promise<boolean> {
    const key = headKey(accountId);
    if (await this.#table.change(key, { set: { ...after } }, { born, ...before })) return true;
    const head = await this.read(accountId);
    return head?.born === born && head[mark] === after[mark];
  }
}
