import type { AccountClock } from '../../domain/clock.ts';
import type { FaultPlan, FaultRule } from '../../domain/faults.ts';
import type { Layers } from '../../domain/layers.ts';
import type { RateLimit } from '../../domain/rate-limit.ts';
import type { SettingsInput } from '../../domain/settings.ts';
import { layerOfDataSet } from '../table/keys.ts';
import { asLayers, fromLayersText } from './layers-text.ts';

/** The account's small, hot item: read once by every request. */
export interface Head {
  accountId: string;
  createdAt: number;
  expiresAt?: number;
  clock: AccountClock;
  /** Tells who advanced the clock last. */
  clockMark?: string;
  /** As given; defaults are filled in on reading, so that they can improve. */
  settings: SettingsInput;
  rateLimit?: RateLimit | null;
  faults?: StoredFaults | null;
  /** Tells the account from earlier ones that had its id: its first epoch. */
  born: number;
  /** Rises with every reset and restore. */
  epoch: number;
  /** What the sessions are in, as `toLayersText` writes it; absent where they are in the layer of a data set. */
  layers?: string;
  /** Its layers that are being written into one: their names with blanks between them, into which, and since when. */
  flattening?: { of: string; into: string; at: number } | null;
  /** How many sessions there are; null or absent: that is not known. */
  sessions?: number | null;
  /** Rises with every change of bots and apps, which a warm instance keeps. */
  configRevision: number;
  /** What has become of the sessions, as `toLogText` writes it; absent: nothing since the account was made. */
  log?: string;
}

/** Rules as the table keeps them: their bodies are any JSON, and not every JSON number is one of DynamoDB's. */
export interface StoredFaults {
  generation: string;
  /** JSON. */
  rules: string;
}

export function toStoredFaults(plan: FaultPlan | null): StoredFaults | null {
  return plan && { generation: plan.generation, rules: JSON.stringify(plan.rules) };
}

export function toFaultPlan(stored: StoredFaults | null | undefined): FaultPlan | null {
  return stored ? { generation: stored.generation, rules: JSON.parse(stored.rules) as FaultRule[] } : null;
}

export function layersOf({ accountId, epoch, layers }: Pick<Head, 'accountId' | 'epoch' | 'layers'>): Layers {
  return layers === undefined
    ? [{ name: layerOfDataSet({ accountId, epoch }) }]
    : asLayers(fromLayersText(layers));
}
