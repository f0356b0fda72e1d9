import { describe, expect, test } from 'vitest';
import { fidelityRows } from '../../../functions/domain/fidelity/rows.ts';
import { battery } from '../../../infra/drift/battery.ts';
import { fullPlan, rowsProbedBy } from '../../../infra/drift/plan.ts';

const at = Date.parse('2026-03-10T12:00:00.000Z');
const ids = fidelityRows.map(({ id }) => id);

describe('probes and rows of the fidelity table', () => {
  test('each probe is about a row that there is', async () => {
    const probed = await rowsProbedBy(battery);
    expect(probed.filter((row) => !ids.includes(row))).toEqual([]);
    expect(probed.length).toBeGreaterThan(100);
  });

  test('each assumed row of messages that a setting changes is probed', async () => {
    const probed = await rowsProbedBy(battery);
    const assumed = fidelityRows.filter(
      ({ area, label, settings }) => area === 'messages' && label === 'assumed' && settings.length > 0,
    );
    // How it is told: by an app that is refused, by the probe of the rate limit, by the rows of sessions.
    const otherwise = ['messages.scope', 'messages.rateBucket', 'messages.asSessions'];
    expect(assumed.map(({ id }) => id).filter((id) => !probed.includes(id))).toEqual(otherwise);
  });
});

describe('the plan', () => {
  test('names every request once it could be sent, and none that changes anything', async () => {
    const planned = await fullPlan(true, at);
    expect(planned.filter(({ ask }) => ask.api).length).toBeGreaterThan(30);
    expect(planned.filter(({ ask }) => !['POST', 'GET', 'PUT', undefined].includes(ask.method))).toEqual([]);
  });
});
