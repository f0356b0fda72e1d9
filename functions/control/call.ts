import type * as z from 'zod';
import type { Account } from '../domain/account.ts';
import type { Body } from './body.ts';
import type { ControlDependencies } from './dependencies.ts';
import type { ProblemCode } from './problem.ts';

/** What an answer holds; `name` is what the document's components call its schema. */
export interface Content<S extends z.ZodType = z.ZodType> {
  name: string;
  schema: S;
  types: readonly string[];
}

/** One way to answer: without content, the answer has no body. */
export interface AnswerDescription {
  description: string;
  content?: Content;
  headers?: Readonly<Record<string, string>>;
}

type AnswersByStatus = Readonly<Record<number, AnswerDescription>>;

/** An answer of JSON, the commonest. */
export function json<S extends z.ZodType>(description: string, name: string, schema: S) {
  return { description, content: { name, schema, types: ['application/json'] } satisfies Content<S> };
}

/** The body that a description stands for; null where it has none. */
export type AnswerBody<A extends AnswerDescription> = A extends { content: Content<infer S> }
  ? z.output<S>
  : null;

/** What a call may answer: for each of its statuses the body that the status' schema describes. */
type Answered<A extends AnswersByStatus> = {
  [Status in keyof A & number]: {
    status: Status;
    body: AnswerBody<A[Status]>;
    headers?: Readonly<Partial<Record<keyof A[Status]['headers'] & string, string>>>;
  };
}[keyof A & number];

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
  /** Below `/_emulator`, with parameters as `{accountId}`: then there must be such an account. */
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

/** What any call answers. */
export interface AnyAnswered {
  status: number;
  body: unknown;
  headers?: Readonly<Record<string, string | undefined>>;
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
