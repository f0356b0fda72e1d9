import type { Layers } from '../../domain/layers.ts';
import { layersOf } from '../head/head.ts';
import type { Heads } from '../head/heads.ts';
import type { Budget } from '../table/budget.ts';
import { anything } from '../table/expression.ts';
import { type AccountLife, layerDaysPartition, layerUsersKey, sessionPartitions } from '../table/keys.ts';
import { removePartition } from '../table/partition.ts';
import type { Table } from '../table/table.ts';

/** Who uses a frozen layer: the layer on top of it by its name, a snapshot, or what a reset goes back to. */
export const userOf = {
  snapshot: (id: string): string => `snapshot.${id}`,
  origin: (born: number): string => `origin.${born.toString(36)}`,
};

/** Where a layer stands. */
export interface LayerPlace {
  layer: string;
  /** The layer that it lies on. */
  below?: string | undefined;
  /** The account whose own layer it is or was. */
  owner?: AccountLife | undefined;
}

/**
 * Frozen layers, each with those that use it. A layer that nobody uses can't be taken up any more: only one that has
 * users gets others, but for the own layer of an account, which the account alone can freeze.
 */
export class LayerUsers {
  readonly #table: Table;
  readonly #heads: Heads;
  readonly #onGone: (layer: string) => void;

  /** @param onGone told of a layer that is about to be removed */
  constructor(table: Table, heads: Heads, onGone: (layer: string) => void = () => {}) {
    this.#table = table;
    this.#heads = heads;
    this.#onGone = onGone;
  }

  /** Notes a layer that is about to be frozen. */
  async freeze(place: LayerPlace, users: readonly string[]): Promise<void> {
    const { layer, below, owner } = place;
    const item = { ...layerUsersKey(layer), usedBy: new Set(users), below, owner };
    const isNoted = async (): Promise<boolean> =>
      (await this.#table.putUnlessSet(item, 'usedBy')) ||
      // Somebody who was cut off, or was not the first, may have been about to freeze it before.
      ((await this.#isPlaced(place)) && this.take(layer, users));
    while (!(await isNoted()));
  }

  /** Up to which session a layer is written that is about to be frozen; undefined where that is not noted. */
  async writtenUpTo(layer: string): Promise<string | undefined> {
    const item = await this.#table.get(layerUsersKey(layer));
    return item?.['usedBy'] === undefined ? (item?.['upTo'] as string | undefined) : undefined;
  }

  /** Notes it for who goes on with it. */
  async noteWritten({ layer, below, owner }: LayerPlace, upTo: string): Promise<void> {
    await this.#table.putUnlessSet({ ...layerUsersKey(layer), below, owner, upTo }, 'usedBy');
  }

  /**
   * Has a layer that was about to be frozen before say on what it lies now: it may have been put on another since.
   *
   * @returns whether it says so, or is frozen already, by another than the caller
   */
  async #isPlaced({ layer, below, owner }: LayerPlace): Promise<boolean> {
    const key = layerUsersKey(layer);
    const item = await this.#table.get(key);
    if (item?.['usedBy'] === undefined || item['below'] === below) return item?.['usedBy'] !== undefined;
    // Read after the item, and the item changed only as it was read: a late caller does not undo what is so by now.
    const [own, top] = (owner && (await this.#layersOf(owner))) ?? [];
    if (own?.name !== layer || top?.name !== below) return true;
    const change = below === undefined ? { set: {}, unset: ['below'] } : { set: { below } };
    return (await this.#table.change(key, change, { usedBy: anything, below: item['below'] })) !== undefined;
  }

  /** Takes a layer up; returns whether it is there, which it is not once nobody has used it for a moment. */
  async take(layer: string, users: readonly string[]): Promise<boolean> {
    const change = { add: { usedBy: new Set(users) } };
    return (await this.#table.change(layerUsersKey(layer), change, { usedBy: anything })) !== undefined;
  }

  /**
   * Lets a layer go; where nobody uses it any more, it is removed with all that only it has used. Safe to repeat.
   *
   * @param owner where it may not have come to freezing an own layer
   * @returns whether nothing is left to do
   */
  async letGo(layer: string, user: string, budget: Budget, owner?: AccountLife): Promise<boolean> {
    await this.#table.change(layerUsersKey(layer), { remove: { usedBy: new Set([user]) } });
    return this.removeUnused({ layer, owner }, budget);
  }

  /**
   * Removes a layer unless somebody uses it.
   *
   * @param place as far as the layer itself does not know it: it was never frozen
   * @returns whether nothing is left to do
   */
  async removeUnused({ layer, ...place }: LayerPlace, budget: Budget): Promise<boolean> {
    let item = await this.#table.get(layerUsersKey(layer));
    if (item?.['usedBy'] !== undefined) return true;
    const { owner }: Omit<LayerPlace, 'layer'> = { ...place, ...item };
    if (owner) {
      if (await this.#isOwn(layer, owner)) return true;
      // It may have been frozen between the two: its users are noted before the head has it as its own no more.
      item = await this.#table.get(layerUsersKey(layer));
      if (item?.['usedBy'] !== undefined) return true;
    }
    const { below }: Omit<LayerPlace, 'layer'> = { ...place, ...item };
    this.#onGone(layer);
    for (const partition of [...sessionPartitions(layer), layerDaysPartition(layer)]) {
      if (!(await removePartition(this.#table, partition, budget))) return false;
    }
    if (below !== undefined && !(await this.letGo(below, layer, budget, owner))) return false;
    // Last, as it names what is below.
    if (item) await this.#table.delete(layerUsersKey(layer));
    return true;
  }

  /** Whether a layer, which is or was the own one of an account, lies on another. */
  async liesOn(layer: string, below: string | undefined, owner: AccountLife): Promise<boolean> {
    const layers = await this.#layersOf(owner);
    if (layers?.[0].name === layer) return layers[1]?.name === below;
    return (await this.#table.get(layerUsersKey(layer)))?.['below'] === below;
  }

  /** Whether a layer, which was the own one of an account, is neither that any more nor frozen. */
  async isDropped(layer: string, owner: AccountLife): Promise<boolean> {
    if (await this.#isOwn(layer, owner)) return false;
    return (await this.#table.get(layerUsersKey(layer)))?.['usedBy'] === undefined;
  }

  async #isOwn(layer: string, owner: AccountLife): Promise<boolean> {
    return (await this.#layersOf(owner))?.[0].name === layer;
  }

  async #layersOf({ accountId, born }: AccountLife): Promise<Layers | undefined> {
    const head = await this.#heads.read(accountId);
    return head?.born === born ? layersOf(head) : undefined;
  }
}
