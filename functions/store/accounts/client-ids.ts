import { ConflictError } from '../conflict.ts';
import { graceMs, Removals } from '../removals/removals.ts';
import { Budget } from '../table/budget.ts';
import { type AccountLife, appKey, clientKey, headKey } from '../table/keys.ts';
import type { Usage } from '../table/meter.ts';
import { type Item, isConditionFailure, type Table } from '../table/table.ts';
import { toClientItem, toHead } from './account-items.ts';

/** Client ids are unique over the deployment: each points to the account that has it. */
export class ClientIds {
  readonly #table: Table;
  readonly #removals: Removals;

  constructor(table: Table) {
    this.#table = table;
    this.#removals = new Removals(table);
  }

  async accountOf(clientId: string, usage?: Usage): Promise<string | undefined> {
    const accountId = (await this.#table.get(clientKey(clientId), usage))?.['accountId'];
    return typeof accountId === 'string' ? accountId : undefined;
  }

  /**
   * Claims client ids for an account; all of them or none.
   *
   * @param now Unix ms of the machine's clock
   * @throws ConflictError where one belongs to another app
   */
  async claim(life: AccountLife, clientIds: readonly string[], now: number): Promise<void> {
    const claims = await Promise.all(clientIds.map((clientId) => this.#claimOne(life, clientId, now)));
    if (claims.every(Boolean)) return;
    await this.release(
      life,
      clientIds.filter((_, index) => claims[index]),
    );
    const taken = clientIds.find((_, index) => !claims[index]);
    throw new ConflictError('client_id_taken', `The client id ${taken} belongs to another app.`);
  }

  async release({ accountId, born }: AccountLife, clientIds: readonly string[]): Promise<void> {
    await Promise.all(
      clientIds.map((clientId) => this.#table.deleteIf(clientKey(clientId), { accountId, born })),
    );
  }

  async #claimOne(life: AccountLife, clientId: string, now: number): Promise<boolean> {
    const item = toClientItem(life, clientId, now);
    if (await this.#table.putNew(item)) return true;
    const holder = await this.#table.get(clientKey(clientId));
    if (!holder) return this.#table.putNew(item);
    if (!(await this.#free(clientId, holder, now))) return false;
    return (await this.#table.putNew(item)) || this.#takeOver(item, holder);
  }

  /**
   * Whether nobody has it any more: the claim is left from something that was cut off, or its account has
   * expired, which is removed then, as instances may remember that the client id leads to it.
   */
  async #free(clientId: string, holder: Item, now: number): Promise<boolean> {
    const life = { accountId: String(holder['accountId']), born: Number(holder['born']) };
    const budget = new Budget({ items: 1000, ms: 1000 });
    if (await this.#removals.removeExpired(life.accountId, now, budget)) return true;
    const item = await this.#table.get(headKey(life.accountId));
    const isHeld = item && toHead(item).born === life.born && (await this.#table.get(appKey(life, clientId)));
    return !isHeld && Number(holder['claimedAt']) + graceMs <= now;
  }

  async #takeOver(item: Item & ReturnType<typeof clientKey>, holder: Item): Promise<boolean> {
    const { pk, sk, accountId, born, claimedAt } = item;
    try {
      await this.#table.update({
        Key: { pk, sk },
        UpdateExpression: 'SET #accountId = :accountId, #born = :born, #claimedAt = :claimedAt',
        ConditionExpression: '#accountId = :oldAccountId AND #born = :oldBorn',
        ExpressionAttributeNames: { '#accountId': 'accountId', '#born': 'born', '#claimedAt': 'claimedAt' },
        ExpressionAttributeValues: {
          ':accountId': accountId,
          ':born': born,
          ':claimedAt': claimedAt,
          ':oldAccountId': holder['accountId'],
          ':oldBorn': holder['born'],
        },
      });
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  }
}
