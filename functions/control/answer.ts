import type * as z from 'zod';

/** What an answer holds; `name` is what the document's components call its schema. */
interface Content<S extends z.ZodType = z.ZodType> {
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

export type AnswersByStatus = Readonly<Record<number, AnswerDescription>>;

/** An answer of JSON, the commonest. */
export function json<S extends z.ZodType>(description: string, name: string, schema: S) {
  return { description, content: { name, schema, types: ['application/json'] } satisfies Content<S> };
}

/** The body that a description stands for; null where it has none. */
export type AnswerBody<A extends AnswerDescription> = A extends { content: Content<infer S> }
  ? z.output<S>
  : null;

/** What a call may answer: for each of its statuses the body that the status' schema describes. */
export type Answered<A extends AnswersByStatus> = {
  [Status in keyof A & number]: {
    status: Status;
    body: AnswerBody<A[Status]>;
    headers?: Readonly<Partial<Record<keyof A[Status]['headers'] & string, string>>>;
  };
}[keyof A & number];

/** What any call answers. */
export interface AnyAnswered {
  status: number;
  body: unknown;
  headers?: Readonly<Record<string, string | undefined>>;
}

/** The response that an answer is sent as. */
export function toResponse(
  { status, body, headers }: AnyAnswered,
  described: AnswerDescription | undefined,
): Response {
  const [type] = described?.content?.types ?? [];
  const response = new Response(type === undefined ? null : text(type, body), { status });
  for (const [name, value] of Object.entries({ ...headers, 'content-type': type })) {
    if (value !== undefined) response.headers.set(name, value);
  }
  return response;
}

const text = (type: string, body: unknown): string =>
  type === 'application/json' ? JSON.stringify(body) : String(body);
