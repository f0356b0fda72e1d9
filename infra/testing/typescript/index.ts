export type { AccountClock, AccountSnapshot, FlawName, TestAccount } from './account.ts';
export type { AccountOptions, ScenarioName } from './account-options.ts';
export { type ConnectOptions, connect, Emulator, openEmulator, startEmulator } from './emulator.ts';
export { fixtures } from './fixtures.ts';
export { type RequestFilter, requestText } from './journal.ts';
export type { StartOptions } from './process.ts';
export { hasReceived, type Received } from './received.ts';
export { reportOf } from './report.ts';
export type * from './schemas.ts';
