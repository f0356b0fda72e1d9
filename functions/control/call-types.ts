import type * as z from 'zod';
import type { AnswerBody } from './answer.ts';
import type { DefinedCall, Method, ParameterOf } from './call.ts';
import type { calls } from './calls.ts';

/** What a client sends with a call, and what the call answers where it does not refuse. */
interface TypesOf<
  M extends Method,
  Path extends string,
  Query extends z.ZodObject | undefined,
  S extends z.ZodType,
  A,
> {
  method: Uppercase<M>;
  /** Below `/_emulator`, with parameters as `{accountId}`. */
  path: Path;
  parameters: Record<ParameterOf<Path>, string>;
  query: Query extends z.ZodObject ? z.input<Query> : undefined;
  /** As JSON, or text where it is one; undefined where the call takes none. */
  body: z.input<S>;
  /** The body by status; null where there is none. */
  answers: A;
  answer: A[keyof A];
}

type TypesOfCall<C> =
  C extends DefinedCall<
    string,
    infer M,
    infer Path,
    infer Query,
    infer S,
    infer _Input,
    infer A,
    infer _LooksUp
  >
    ? TypesOf<M, Path, Query, S, { [Status in keyof A & number]: AnswerBody<A[Status]> }>
    : never;

type Calls = (typeof calls)[number];

/** The types of each call of the control API, by its id: those of its schemas. */
export type CallTypes = { [C in Calls as C['id']]: TypesOfCall<C> };
