import { expect } from 'vitest';

/** A refusal of the control API: problem details (RFC 9457) with a stable code. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  errors?: { field: string; message: string }[];
}

/** What `toEqual` is to find where the control API refuses; the sentences are for people and may change. */
export function problem(status: number, code: string) {
  return {
    status,
    contentType: expect.stringMatching(/^application\/problem\+json/),
    reason: null,
    body: expect.toSatisfy((body: Problem) => {
      const { type, title, detail } = body;
      const sentences = [type, title, detail].every((text) => typeof text === 'string' && text !== '');
      return body.status === status && body.code === code && sentences;
    }, `problem details with status ${status} and code ${code}`),
  };
}

/** The fields that a refusal names. */
export function fieldsOf({ body }: { body: unknown }): string[] | undefined {
  return (body as Partial<Problem>).errors?.map(({ field }) => field);
}
