import type { AccountClock } from '../../domain/clock.ts';
import type { GeneratorArguments } from '../../domain/generator/arguments.ts';
import type { Item } from '../table/keys.ts';
import { type AccountLife, type Key, originKey } from '../table/keys.ts';
import type { Archive } from './archive.ts';

/** The sessions an account began with: how to make them, or the sessions themselves. Null: none. */
export type OriginData =
  | { kind: 'generator'; args: GeneratorArguments }
  | ({ kind: 'archive' } & Archive)
  | null;

/** What a reset goes back to. */
export interface Origin {
  clock: AccountClock;
  data: OriginData;
}

export function toOriginItem(life: AccountLife, { clock, data }: Origin): Item & Key {
  const key = originKey(life);
  if (data?.kind === 'generator') return { ...key, clock, args: JSON.stringify(data.args) };
  if (data?.kind === 'archive') return { ...key, clock, archive: data.archive, chunks: data.chunks };
  return { ...key, clock };
}

export function toOrigin(item: Item): Origin {
  const { clock, args, archive, chunks } = item as { clock: AccountClock; args?: string } & Partial<Archive>;
  if (args !== undefined) return { clock, data: { kind: 'generator', args: JSON.parse(args) } };
  if (archive === undefined || chunks === undefined) return { clock, data: null };
  return { clock, data: { kind: 'archive', archive, chunks } };
}
