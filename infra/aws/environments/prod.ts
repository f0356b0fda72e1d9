import { defineEnvironment } from './environment.ts';

/** The environment other teams point their pipelines at. */
export const prod = defineEnvironment({
  name: 'prod',
  data: {
    removalPolicy: 'retain',
    terminationProtection: true,
    deletionProtection: true,
    pointInTimeRecovery: true,
    maxReadUnits: 12_000,
    maxWriteUnits: 4_000,
  },
  logRetentionDays: 90,
  throttle: { rate: 500, burst: 1_000 },
  operations: {},
});
