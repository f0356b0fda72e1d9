import type { Calls } from '../../client/types.ts';

// The types of the control API that the public types of this folder name. The package holds them written out, as
// `build.ts` makes them of the schemas that validate.

/** What the body of a call is. */
type BodyOf<Id extends keyof Calls> = Calls[Id]['takes'] extends { body?: infer Body }
  ? NonNullable<Body>
  : never;

export type NewAccount = BodyOf<'createAccount'>;
export type Account = Calls['getAccount']['gives'];
export type Bot = Account['bots'][number];
export type App = Account['apps'][number];
export type Clock = Calls['getClock']['gives'];
export type ClockChange = BodyOf<'setClock'>;
export type FaultRule = Calls['setFaults']['gives'][number];
export type NewFaultRule = BodyOf<'setFaults'>[number];
export type Generation = BodyOf<'generateSessions'>;
export type GroundTruth = Calls['generateSessions']['gives']['truth'];
export type ImportedSessions = Calls['importSessions']['gives'];
export type JournalEntry = Calls['getRequests']['gives']['requests'][number];
export type Reset = BodyOf<'resetAccount'>;
export type Snapshot = Calls['keepSnapshot']['gives'];
export type TokenRequest = BodyOf<'makeToken'>;
