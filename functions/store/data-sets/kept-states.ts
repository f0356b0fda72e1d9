import type { Bot } from '../../domain/account.ts';
import type { AccountClock } from '../../domain/clock.ts';
import type { FaultPlan } from '../../domain/faults.ts';
import type { GeneratorArguments } from '../../domain/generator/arguments.ts';
import type { Layer } from '../../domain/layers.ts';
import { type StoredFaults, toFaultPlan, toStoredFaults } from '../head/head.ts';
import { fromLayersText, toLayersText } from '../head/layers-text.ts';
import type { Item } from '../table/keys.ts';
import { type AccountLife, type Key, originKey, snapshotKey } from '../table/keys.ts';

/** Sessions that never change again: the layers that they are in, newest first. */
export interface FrozenData {
  layers: readonly Layer[];
  /** How many sessions; null: that is not known. */
  sessions: number | null;
}

export const noData: FrozenData = { layers: [], sessions: 0 };

/** A state of an account that it, or another, can go on from. */
export interface AccountState extends FrozenData {
  clock: AccountClock;
  faults: FaultPlan | null;
}

/** Sessions as they were kept before there were layers: how to make them, or packed. */
export type EarlierData =
  | { args: GeneratorArguments }
  | { archive: number; chunks: number; into?: string | null | undefined };

/** A state of an account that it can go back to: a snapshot, or what it began with. */
export interface KeptState extends AccountState {
  /** Where its sessions are until they are brought over into a layer. */
  earlier?: EarlierData | undefined;
}

/** A state of an account under a name. */
export interface Snapshot extends KeptState {
  name: string;
  /** By what it holds its layers in use. */
  id: string;
  /** Unix ms of the machine's clock. */
  createdAt: number;
  /** Of a template, as which accounts begin, and which is found by its name alone. */
  bots?: readonly Bot[];
  /** Of a template, as whoever kept it has said: tells it from another of its name. */
  version?: string | undefined;
}

interface StoredState {
  clock: AccountClock;
  faults?: StoredFaults | null;
  layers?: string;
  sessions?: number | null;
  args?: string | null;
  archive?: number | null;
  chunks?: number;
  /** The layer that they are being brought into. */
  into?: string | null;
}

export function toKeptState(item: Item): KeptState {
  const { clock, faults, layers, sessions = null, ...stored } = item as unknown as StoredState;
  const state = { clock, faults: toFaultPlan(faults), layers: fromLayersText(layers ?? ''), sessions };
  const earlier = layers === undefined ? toEarlier(stored) : undefined;
  if (layers !== undefined || earlier) return { ...state, earlier };
  return { ...state, sessions: 0 };
}

function toEarlier({ args, archive, chunks = 0, into }: Partial<StoredState>): EarlierData | undefined {
  if (typeof args === 'string') return { args: JSON.parse(args) };
  return typeof archive === 'number' ? { archive, chunks, into } : undefined;
}

export function toSnapshot(item: Item): Snapshot {
  const { name, id, createdAt, bots, version, archive } = item as unknown as Snapshot & StoredState;
  // The number of its archive is no other's of the account.
  const known = { name, id: id ?? `archive.${archive?.toString(36)}`, createdAt };
  return { ...toKeptState(item), ...known, ...(bots && { bots, version }) };
}

export const toOriginItem = (
  life: AccountLife,
  clock: AccountClock,
  { layers, sessions }: FrozenData,
): Item & Key => ({ ...originKey(life), clock, layers: toLayersText(layers), sessions });

export const toSnapshotItem = (life: AccountLife, snapshot: Snapshot): Item & Key => {
  const { faults, layers, earlier: _, ...as } = snapshot;
  return {
    ...snapshotKey(life, as.name),
    ...as,
    faults: toStoredFaults(faults),
    layers: toLayersText(layers),
  };
};
