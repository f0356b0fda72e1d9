import type { Layer } from '../../domain/layers.ts';
import type { Time } from '../../domain/time.ts';
import { type Head, layersOf } from '../head/head.ts';
import type { Heads } from '../head/heads.ts';
import { newLayerName, toLayersText } from '../head/layers-text.ts';
import type { SettlesAt } from '../head/settle.ts';
import type { LayerUsers } from '../removals/layer-users.ts';
import { graceMs, type RemovalEntries, reservedMs } from '../removals/removal-entries.ts';
import type { SessionStore } from '../sessions/sessions.ts';
import { type AccountLife, lifeOf } from '../table/keys.ts';

// With the own one four layers: a request by 25 ids is one call.
const mostFrozen = 3;

const flattenedAtOnce = 100;

/** What it is done with. */
export interface FlatteningParts {
  heads: Heads;
  entries: RemovalEntries;
  users: LayerUsers;
  sessions: SessionStore;
  settlesAt: SettlesAt;
  time: Time;
}

/** Makes layers few. */
export class Flattening {
  readonly #parts: FlatteningParts;

  constructor(parts: FlatteningParts) {
    this.#parts = parts;
  }

  /**
   * Has an account lie on fewer layers where there are many: all but the lowest become one. Snapshots go on with those
   * that they have.
   *
   * @param longestMs after so long it stops, and goes on from there when somebody asks again
   * @returns whether nothing is left to do
   */
  async flatten(life: AccountLife, now: number, longestMs: number): Promise<boolean> {
    const head = await this.#parts.heads.read(life.accountId);
    if (head?.born !== life.born) return true;
    const [own, ...frozen] = layersOf(head);
    const [top] = frozen;
    const base = frozen.at(-1);
    if (!top || !base || frozen.length <= mostFrozen) return true;
    const until = this.#parts.time.monotonic() + Math.min(longestMs, graceMs / 2);
    const name = await this.#flatteningInto(life, head, frozen, now);
    const use = { ...lifeOf(life), what: 'use' as const, user: own.name };
    await this.#parts.entries.plan('REMOVALS', [
      { ...lifeOf(life), what: 'layer', layer: name, below: base.name, due: now + reservedMs },
      { ...use, layer: name, due: now + reservedMs },
      { ...use, layer: top.name, due: now + graceMs },
    ]);
    if (!(await this.#parts.users.take(base.name, [name]))) return false;
    const mayGoOn = (): boolean => this.#parts.time.monotonic() < until;
    const place = { layer: name, below: base.name, owner: lifeOf(life) };
    const from = await this.#parts.users.writtenUpTo(name);
    const uppers = frozen.slice(0, -1);
    const { upTo, settled } = await this.#parts.sessions.merge(name, uppers, base, mayGoOn, from);
    if (settled === undefined || !mayGoOn()) {
      if (upTo !== undefined) await this.#parts.users.noteWritten(place, upTo);
      return false;
    }
    await this.#parts.users.freeze(place, [own.name]);
    const merged = { name, revision: 0, settlesAt: this.#parts.settlesAt(settled) };
    const before = { epoch: head.epoch, layers: head.layers };
    const after = { layers: toLayersText([own, merged, base]), flattening: null };
    return this.#parts.heads.replace(life, before, after, 'layers');
  }

  /**
   * The layer that an account's layers are being written into: the one that an earlier call has begun with, unless it
   * may be taken for left behind by now, or others lie on it since.
   */
  async #flatteningInto(
    life: AccountLife,
    { flattening: begun }: Head,
    frozen: readonly Layer[],
    now: number,
  ): Promise<string> {
    const of = frozen.map(({ name }) => name).join(' ');
    if (begun?.of === of && begun.at <= now && now - begun.at < reservedMs / 2) return begun.into;
    const into = newLayerName();
    await this.#parts.entries.plan('FLATTENINGS', [{ ...lifeOf(life), what: 'flattening', due: now }]);
    await this.#parts.heads.change(life, { set: { flattening: { into, at: now, of } } });
    return into;
  }

  /** Goes on with accounts that lie on many layers, where calls have not come to their end. */
  async goOn(now: number, longestMs: number): Promise<void> {
    const until = this.#parts.time.monotonic() + longestMs;
    for (const placed of await this.#parts.entries.due('FLATTENINGS', now, flattenedAtOnce)) {
      const left = until - this.#parts.time.monotonic();
      if (left <= 0) return;
      if (await this.flatten(placed.entry, now, left)) await this.#parts.entries.cancel([placed]);
    }
  }
}
