import { defineEnvironment } from './environment.ts';

/** Protected and watched as prod is, with smaller limits. */
export const staging = defineEnvironment({
  name: 'staging',
  data: {
    removalPolicy: 'retain',
    terminationProtection: true,
    deletionProtection: true,
    pointInTimeRecovery: true,
    maxReadUnits: 6_000,
    maxWriteUnits: 2_000,
  },
  logRetentionDays: 30,
  throttle: { rate: 200, burst: 400 },
  operations: {},
});
