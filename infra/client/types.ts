import type { CallTypes } from '../../functions/control/call-types.ts';

export type { ProblemCode } from '../../functions/control/problem.ts';

/** What came for a request, read whole. */
export interface Answer {
  method: string;
  url: string;
  status: number;
  headers: Headers;
  text: string;
}

/** A call by the id that it has in the control API's OpenAPI document. */
export type CallId = keyof CallTypes;

/** Left out where the call needs none; the emulator reads numbers from their text. */
type QueryOf<Query> = Query extends object
  ? { query?: { readonly [Name in keyof Query]?: string | number | undefined } }
  : object;

type BodyOf<Body> = [Body] extends [undefined]
  ? object
  : Record<never, never> extends Body
    ? { body?: Body }
    : { body: Body };

type CallsOfSchemas = {
  [Id in CallId]: {
    takes: CallTypes[Id]['parameters'] & QueryOf<CallTypes[Id]['query']> & BodyOf<CallTypes[Id]['body']>;
    gives: null extends CallTypes[Id]['answer'] ? Removal : CallTypes[Id]['answer'];
  };
};

/** What each call takes and gives, as its schemas say it. */
export interface Calls extends CallsOfSchemas {}

/** `continues` where the emulator goes on removing what is already gone for everybody who asks. */
export type Removal = 'done' | 'continues';

export type AccountView = Calls['getAccount']['gives'];
export type AppView = AccountView['apps'][number];
export type ClockView = Calls['getClock']['gives'];
export type AccountPage = Calls['listAccounts']['gives'];
export type JournalEntry = Calls['getRequests']['gives']['requests'][number];
export type ImportResult = Calls['importSessions']['gives'];
export type Generated = Calls['generateSessions']['gives'];
export type Minted = Calls['makeToken']['gives'];
