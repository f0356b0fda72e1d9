export type * from './api.ts';
export { connect, openEmulator, startEmulator } from './emulator.ts';
export { fixtures, type TestFixtures, type WorkerFixtures } from './fixtures.ts';
export { hasReceived } from './received.ts';
export { reportOf } from './report.ts';
export { requestText } from './request-text.ts';
export type * from './schemas.ts';
