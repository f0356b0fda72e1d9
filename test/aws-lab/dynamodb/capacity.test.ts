import { beforeEach, describe, expect, test } from 'vitest';
import { ManualTime } from '../../support/manual-time.ts';
import { Capacity, type Need } from './capacity.ts';

let time: ManualTime;
beforeEach(() => {
  time = new ManualTime();
});

const need = (units: number, partition = 'p', part: Need['part'] = 'Table'): Need => ({
  part,
  partition,
  units,
});

/** Takes what it is asked for, or says why not. */
function take(capacity: Capacity, kind: 'read' | 'write', ...needs: Need[]): string {
  const refusal = capacity.refusal(kind, needs);
  if (!refusal) capacity.take(kind, needs);
  return refusal ?? 'taken';
}

describe('a table whose caps are far away', () => {
  test('gives one partition 1,000 write units a second, and another its own', async () => {
    const capacity = new Capacity({ read: 40_000, write: 40_000 }, time);

    expect(take(capacity, 'write', need(1_000))).toBe('taken');
    expect(take(capacity, 'write', need(1))).toBe('TableWriteKeyRangeThroughputExceeded');
    expect(take(capacity, 'write', need(1, 'q'))).toBe('taken');
    await time.advance(500);
    expect(take(capacity, 'write', need(500))).toBe('taken');
    expect(take(capacity, 'write', need(1))).toBe('TableWriteKeyRangeThroughputExceeded');
  });

  test('gives one partition 3,000 read units a second', () => {
    const capacity = new Capacity({ read: 40_000, write: 40_000 }, time);

    expect(take(capacity, 'read', need(3_000, 'bot', 'Index'))).toBe('taken');
    expect(take(capacity, 'read', need(1, 'bot', 'Index'))).toBe('IndexReadKeyRangeThroughputExceeded');
    expect(take(capacity, 'read', need(1, 'bot'))).toBe('taken');
  });

  test('refuses a write that the index has no room for', () => {
    const capacity = new Capacity({ read: 40_000, write: 40_000 }, time);

    expect(take(capacity, 'write', need(1, 'a'), need(1_000, 'bot', 'Index'))).toBe('taken');
    expect(take(capacity, 'write', need(1, 'b'), need(1, 'bot', 'Index'))).toBe(
      'IndexWriteKeyRangeThroughputExceeded',
    );
    expect(take(capacity, 'write', need(1, 'b'))).toBe('taken');
  });

  test('has what was taken too much given back first', async () => {
    const capacity = new Capacity({ read: 40_000, write: 40_000 }, time);
    take(capacity, 'read', need(6_000));

    await time.advance(900);
    expect(take(capacity, 'read', need(1))).toBe('TableReadKeyRangeThroughputExceeded');
    await time.advance(200);
    expect(take(capacity, 'read', need(1))).toBe('taken');
  });
});

test('the cap of the table is over all partitions, and counts what it refuses', () => {
  const capacity = new Capacity({ read: 100, write: 50 }, time);

  expect(take(capacity, 'write', need(50, 'a'))).toBe('taken');
  expect(take(capacity, 'write', need(1, 'b'))).toBe('TableWriteMaxOnDemandThroughputExceeded');
  expect(take(capacity, 'read', need(100, 'b'))).toBe('taken');
  expect(take(capacity, 'read', need(1, 'c'))).toBe('TableReadMaxOnDemandThroughputExceeded');
  expect([...capacity.refused.values()]).toEqual([1, 1]);
});
