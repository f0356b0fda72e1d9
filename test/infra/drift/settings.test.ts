import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runDrift } from '../../../infra/drift/run.ts';
import { assertAtLeast } from '../../support/time-box.ts';
import { randomSettings, withoutDefaults } from './random-settings.ts';
import { now, Vendor } from './vendor.ts';

const runs = process.env['DRIFT_RUNS'];
const longest = 1_800_000;

let vendor: Vendor;

beforeAll(async () => {
  vendor = await Vendor.start();
});
afterAll(() => vendor.close());

const drift = () => runDrift({ api: vendor.api(), botId: vendor.botId, hasAdmin: true, now: () => now });

describe('drift against an emulator', () => {
  test('with the defaults: nothing differs, and all is measured but what needs more than 10,000 sessions', async () => {
    await vendor.set({});
    const { rows, settings } = await drift();
    expect(rows.filter(({ verdict }) => verdict === 'differs')).toEqual([]);
    const unmeasured = rows.filter(({ verdict }) => verdict === 'not measured');
    expect(unmeasured.map(({ row }) => row)).toEqual(['body.limitMost', 'messages.limitMost']);
    expect(settings).toEqual({});
  });

  test(
    'with any settings: exactly these are proposed',
    async () => {
      await assertAtLeast(
        // DRIFT_RUNS tries so many, however long they take.
        Number(runs ?? 2),
        fc.asyncProperty(randomSettings, async (settings) => {
          await vendor.set(settings);
          const found = await drift();
          expect(found.settings).toEqual(withoutDefaults(settings));
          const uncovered = found.rows.filter(({ verdict, covered }) => verdict === 'differs' && !covered);
          expect(uncovered.map(({ row, vendor: said }) => `${row}: ${said}`)).toEqual([]);
        }),
        { numRuns: Number(runs ?? 200), ms: 20_000 },
      );
    },
    longest,
  );
});
