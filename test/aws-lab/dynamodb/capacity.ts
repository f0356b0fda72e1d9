import type { Time } from '../../../functions/domain/time.ts';
import { Bucket } from './bucket.ts';

/** Units a second that a table, and each of its indexes, gives at most. */
export interface Caps {
  read: number;
  write: number;
}

/** What DynamoDB gives for one partition key. (AWS: "Best practices for designing and using partition keys".) */
const ofPartition: Caps = { read: 3_000, write: 1_000 };

export type Kind = keyof Caps;
export type Part = 'Table' | 'Index';

/** Units that a call takes of one partition key of the table or the index. */
export interface Need {
  part: Part;
  partition: string;
  units: number;
}

/** As DynamoDB names what refused a call. (AWS: ThrottlingReason.) */
export type ThrottlingReason =
  `${Part}${'Read' | 'Write'}${'MaxOnDemandThroughput' | 'KeyRangeThroughput'}Exceeded`;

/**
 * Throughput of a table with one index. A write that the index has no room for is refused by the table: this is the
 * back-pressure of an index. Partitions do not split for heat, and give the burst of one second.
 */
export class Capacity {
  readonly #time: Time;
  readonly #caps: Caps;
  readonly #ofParts = new Map<string, Bucket>();
  readonly #ofPartitions = new Map<string, Bucket>();
  /** Units taken, by kind and part. */
  readonly taken = new Map<string, number>();
  /** Refusals, by reason. */
  readonly refused = new Map<ThrottlingReason, number>();

  constructor(caps: Caps, time: Time) {
    this.#caps = caps;
    this.#time = time;
  }

  /** @returns why a call with these needs is refused, and counts that; undefined where it may go */
  refusal(kind: Kind, needs: readonly Need[]): ThrottlingReason | undefined {
    const verb = kind === 'read' ? 'Read' : 'Write';
    for (const { part, partition } of needs) {
      const capped = !this.#bucketOf(kind, part).hasAny;
      if (!capped && this.#partitionOf(kind, part, partition).hasAny) continue;
      const reason =
        `${part}${verb}${capped ? 'MaxOnDemandThroughput' : 'KeyRangeThroughput'}Exceeded` as const;
      this.refused.set(reason, (this.refused.get(reason) ?? 0) + 1);
      return reason;
    }
    return undefined;
  }

  take(kind: Kind, needs: readonly Need[]): void {
    for (const { part, partition, units } of needs) {
      this.#bucketOf(kind, part).take(units);
      this.#partitionOf(kind, part, partition).take(units);
      const name = `${kind} ${part}`;
      this.taken.set(name, (this.taken.get(name) ?? 0) + units);
    }
  }

  #bucketOf(kind: Kind, part: Part): Bucket {
    return this.#in(this.#ofParts, `${kind} ${part}`, this.#caps[kind]);
  }

  #partitionOf(kind: Kind, part: Part, partition: string): Bucket {
    return this.#in(this.#ofPartitions, `${kind} ${part} ${partition}`, ofPartition[kind]);
  }

  #in(buckets: Map<string, Bucket>, name: string, rate: number): Bucket {
    let bucket = buckets.get(name);
    if (!bucket) {
      bucket = new Bucket(rate, this.#time);
      buckets.set(name, bucket);
    }
    return bucket;
  }
}
