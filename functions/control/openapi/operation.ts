import type * as z from 'zod';
import type { ProblemCode } from '../problem.ts';

/** A body or an answer; `name` is what the document's components call its schema. */
export interface Content {
  name: string;
  schema: z.ZodType;
  /** JSON where nothing else is said. */
  types?: readonly string[];
  /** Schemas within it that get a name of their own. */
  parts?: Readonly<Record<string, z.ZodType>>;
}

export interface Answer {
  description: string;
  content?: Content;
  headers?: Readonly<Record<string, string>>;
}

/**
 * What the document says of one route of the control API. What follows from its form is added: the refusals
 * of a missing key, an unknown account, a body or a query string that breaks its schema, and failures.
 */
export interface Operation {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below `/_emulator`, with parameters as `{accountId}`. */
  path: string;
  tag: string;
  /** Unique; generated clients name their methods after it. */
  id: string;
  summary: string;
  description?: string;
  /** Needs no control key. */
  open?: true;
  query?: z.ZodObject;
  body?: Content & { required?: true };
  answers: Readonly<Record<number, Answer>>;
  /** Refusals of this route alone, by status. */
  problems?: Readonly<Record<number, readonly ProblemCode[]>>;
}

/** The commonest answer: JSON of a named form. */
export function answer(description: string, name: string, schema: z.ZodType): Answer {
  return { description, content: { name, schema } };
}
