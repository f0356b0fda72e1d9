import { defineEnvironment } from './environment.ts';

/** To try things out: cheap, and gone without a trace when it is destroyed. */
export const dev = defineEnvironment({
  name: 'dev',
  data: {
    removalPolicy: 'destroy',
    terminationProtection: false,
    deletionProtection: false,
    pointInTimeRecovery: false,
    maxReadUnits: 4_000,
    // A pipeline's contract suite makes accounts with many sessions at once.
    maxWriteUnits: 2_000,
  },
  // And so many requests that belong to no account.
  unattributedRequests: { keep: 2_000, perMinute: 6_000 },
  logRetentionDays: 7,
  throttle: { rate: 100, burst: 200 },
});
