import type * as z from 'zod';
import type { Account } from '../domain/account.ts';
import type { Answered, AnswersByStatus, AnyAnswered } from './answer.ts';
import type { Body } from './body.ts';
import type { ControlDependencies } from './dependencies.ts';
import type { ProblemCode } from './problem.ts';

export type ParameterOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterOf<Rest>
  : never;

/** What a call is given: what the request says, read by the call's schemas, and the account that its path names. */
interface Given<Path extends string, Query extends z.ZodObject | undefined, Input, LooksUp extends boolean> {
  url: URL;
  /** What the server passes beside the request. */
  bindings: unknown;
  /** Of the path, decoded. */
  parameters: Readonly<Record<ParameterOf<Path>, string>>;
  query: Query extends z.ZodObject ? z.output<Query> : undefined;
  body: Input;
  account: 'accountId' extends ParameterOf<Path> ? (LooksUp extends true ? Account : undefined) : undefined;
}

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What router and document know of a call. */
interface CallFacts<
  Id extends string = string,
  M extends Method = Method,
  Path extends string = string,
  Query extends z.ZodObject | undefined = z.ZodObject | undefined,
  A extends AnswersByStatus = AnswersByStatus,
> {
  method: M;
  /** Below `/_emulator`; an account that `{accountId}` names must exist. */
  path: Path;
  tag: string;
  /** Unique; generated clients name their methods after it. */
  id: Id;
  summary: string;
  description?: string;
  /** Needs no control key. */
  open?: true;
  /** Without it no parameter is taken. */
  query?: Query;
  answers: A;
  /** Refusals of this call alone, by status; those that follow from its form are added. */
  problems?: Readonly<Record<number, readonly ProblemCode[]>>;
}

/** A call of the control API: all that is to be told of it, and what does it. */
export interface DefinedCall<
  Id extends string,
  M extends Method,
  Path extends string,
  Query extends z.ZodObject | undefined,
  S extends z.ZodType,
  Input,
  A extends AnswersByStatus,
  LooksUp extends boolean,
> extends CallFacts<Id, M, Path, Query, A> {
  /** Without it no body is taken. */
  body?: Body<S, Input>;
  /** False where the account need not be there. */
  looksUpAccount?: LooksUp;
  run(
    given: Given<Path, Query, Input, LooksUp>,
    dependencies: ControlDependencies,
  ): Promise<Answered<NoInfer<A>>>;
}

/** What any call is given. */
export interface AnyGiven {
  url: URL;
  bindings: unknown;
  parameters: Readonly<Record<string, string>>;
  query: unknown;
  body: unknown;
  account: Account | undefined;
}

/** Any call, as it is run. */
export interface Call extends CallFacts {
  body?: Body<z.ZodType, unknown>;
  looksUpAccount?: boolean;
  run(given: AnyGiven, dependencies: ControlDependencies): Promise<AnyAnswered>;
}

/** Ties what a call does to its schemas: an answer that does not fit the one of its status does not compile. */
export function defineCall<
  const Id extends string,
  const M extends Method,
  const Path extends string,
  A extends AnswersByStatus,
  Query extends z.ZodObject | undefined = undefined,
  S extends z.ZodType = z.ZodUndefined,
  Input = undefined,
  LooksUp extends boolean = true,
>(
  call: DefinedCall<Id, M, Path, Query, S, Input, A, LooksUp>,
): DefinedCall<Id, M, Path, Query, S, Input, A, LooksUp> {
  return call;
}
