import { ConflictError } from '../errors.ts';
import { graceMs } from '../removals/removal-entries.ts';
import { type AccountLife, appKey, clientKey, type Item } from '../table/keys.ts';
import type { Table } from '../table/table.ts';
import { type AccountParts, toClientItem } from './account-items.ts';

/** As many creations of one account as may meet. */
const holdAttempts = 10;

/** Client ids are unique over the deployment: each points to the account that has it. */
export class ClientIds {
  readonly #table: Table;
  readonly #parts: AccountParts;

  constructor(parts: AccountParts) {
    this.#table = parts.table;
    this.#parts = parts;
  }

  /**
   * Reserves client ids for an account; all of them or none.
   *
   * @param now Unix ms of the machine's clock
   * @throws ConflictError where one belongs to another app
   */
  async reserve(life: AccountLife, clientIds: readonly string[], now: number): Promise<void> {
    const reserved = await Promise.all(clientIds.map((clientId) => this.#reserveOne(life, clientId, now)));
    if (reserved.every(Boolean)) return;
    await this.release(
      life,
      clientIds.filter((_, index) => reserved[index]),
    );
    const taken = clientIds.find((_, index) => !reserved[index]);
    throw new ConflictError('client_id_taken', `The client id ${taken} belongs to another app.`);
  }

  /** Gives client ids up: to another creation of the same account that has made it by now, or to everybody. */
  async release(life: AccountLife, clientIds: readonly string[]): Promise<void> {
    const { accountId, born } = life;
    const head = await this.#parts.heads.read(accountId);
    if (head && head.born !== born) await this.hold({ accountId, born: head.born }, clientIds);
    await Promise.all(
      clientIds.map((clientId) => this.#table.deleteIf(clientKey(clientId), { accountId, born })),
    );
  }

  async #reserveOne(life: AccountLife, clientId: string, now: number): Promise<boolean> {
    const item = toClientItem(life, clientId, now);
    if (await this.#table.putNew(item)) return true;
    const holder = await this.#table.get(clientKey(clientId));
    if (!holder) return this.#table.putNew(item);
    if (!(await this.#isFree(life, clientId, holder, now))) return false;
    if (await this.#table.putNew(item)) return true;
    const { pk, sk, ...set } = item;
    const expected = { accountId: holder['accountId'], born: holder['born'] };
    return (await this.#table.change({ pk, sk }, { set }, expected)) !== undefined;
  }

  /**
   * Whether nobody has it any more: the reservation is left from something that was cut off, or its account has
   * expired, which is removed then, as instances may remember that the client id leads to it. Of a creation of the
   * same account that has not come to its end by now none need be waited for: one of them makes the account.
   */
  async #isFree(wanted: AccountLife, clientId: string, holder: Item, now: number): Promise<boolean> {
    const life = { accountId: String(holder['accountId']), born: Number(holder['born']) };
    const { removals } = this.#parts;
    const budget = removals.budget({ items: 1000, ms: 1000 });
    const { retired, head } = await removals.removeExpired(life.accountId, now, budget);
    if (retired) return true;
    const isHeld = head?.born === life.born && (await this.#table.get(appKey(life, clientId)));
    const isOfSame = life.accountId === wanted.accountId && life.born !== wanted.born;
    return !isHeld && (isOfSame || this.#isAbandoned(Number(holder['claimedAt']), now));
  }

  /** Whether nobody can still be making what an id was reserved for. */
  #isAbandoned(reservedAt: number, now: number): boolean {
    const { aloneSince } = this.#parts;
    return reservedAt + graceMs <= now || (aloneSince !== undefined && reservedAt < aloneSince);
  }

  /** Takes the client ids of an account's apps over from other creations of it, of which it is none. */
  async hold(life: AccountLife, clientIds: readonly string[]): Promise<void> {
    await Promise.all(clientIds.map((clientId) => this.#holdOne(life, clientId)));
  }

  async #holdOne(life: AccountLife, clientId: string): Promise<void> {
    const { accountId, born } = life;
    for (let attempt = 0; attempt < holdAttempts; attempt++) {
      const item = await this.#table.get(clientKey(clientId));
      if (item && (item['accountId'] !== accountId || item['born'] === born)) return;
      if (!(await this.#table.get(appKey(life, clientId)))) return;
      const isHeld = item
        ? await this.#table.change(clientKey(clientId), { set: { born } }, { accountId, born: item['born'] })
        : await this.#table.putNew(toClientItem(life, clientId, 0));
      if (isHeld) return;
    }
  }
}
