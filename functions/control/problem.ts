import type * as z from 'zod';
import { issueMessage } from '../domain/issues.ts';

export type ProblemCode =
  | 'unauthorized'
  | 'not_found'
  | 'method_not_allowed'
  | 'invalid_request'
  | 'body_not_json'
  | 'body_too_large'
  | 'account_not_found'
  | 'account_exists'
  | 'client_id_taken'
  | 'bot_exists'
  | 'app_not_found'
  | 'bot_not_found'
  | 'session_not_found'
  | 'private_key_missing'
  | 'too_many_sessions'
  | 'too_many_messages'
  | 'encoding_not_supported'
  | 'media_type_not_supported'
  | 'cursor_outdated'
  | 'data_replaced'
  | 'snapshot_not_found'
  | 'too_many_snapshots'
  | 'template_not_found'
  | 'too_many_templates'
  | 'account_busy'
  | 'store_unavailable'
  | 'deadline_exceeded'
  | 'internal_error';

export interface FieldError {
  /** Where in the body, as `apps.0.kind`. */
  field: string;
  message: string;
}

/** A refusal of the control API: problem details (RFC 9457) with a stable code. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: ProblemCode;
  readonly errors: readonly FieldError[];
  readonly #headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: ProblemCode,
    detail: string,
    errors: readonly FieldError[] = [],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = errors;
    this.#headers = headers;
  }

  toResponse(): Response {
    const body = {
      type: 'about:blank',
      title: this.code.replaceAll('_', ' '),
      status: this.status,
      code: this.code,
      detail: this.message,
      ...(this.errors.length > 0 ? { errors: this.errors } : {}),
    };
    return new Response(JSON.stringify(body), {
      status: this.status,
      headers: { ...this.#headers, 'content-type': 'application/problem+json' },
    });
  }
}

type Issue = z.core.$ZodIssue;

/** How little an alternative fits: one that knows the fields and the kind says best what is wrong with them. */
function misfit(issues: readonly Issue[]): number {
  const strange = issues.filter(
    ({ code }) => code === 'unrecognized_keys' || code === 'invalid_union',
  ).length;
  return strange * 100 + issues.length;
}

function toFieldErrors(issue: Issue, at: readonly PropertyKey[] = []): FieldError[] {
  const path = [...at, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: [...path, key].join('.'), message: 'unknown field' }));
  }
  if (issue.code === 'invalid_union' && issue.message === 'Invalid input') {
    const [nearest] = issue.errors.toSorted((a, b) => misfit(a) - misfit(b));
    if (nearest) return nearest.flatMap((inner) => toFieldErrors(inner, path));
  }
  return [{ field: path.join('.'), message: issueMessage(issue) }];
}

/** A body that breaks its schema: names every field, the unknown ones too. */
export function invalidRequest(error: z.ZodError): Problem {
  const errors = error.issues.flatMap((issue) => toFieldErrors(issue));
  const names = [...new Set(errors.map(({ field }) => field || 'the body'))].slice(0, 5).join(', ');
  return new Problem(400, 'invalid_request', `Not valid: ${names}.`, errors.slice(0, 50));
}

export function accountNotFound(accountId: string): Problem {
  return new Problem(404, 'account_not_found', `There is no account ${accountId}.`);
}

export function appNotFound(accountId: string): Problem {
  return new Problem(404, 'app_not_found', `The account ${accountId} has no app with this client id.`);
}

/** One field that is wrong for a reason that its schema does not know. */
export function invalidField(field: string, message: string): Problem {
  return new Problem(400, 'invalid_request', `Not valid: ${field} ${message}.`, [{ field, message }]);
}

/** An account that holds as many of something as it can. */
export function holdsTooMany(what: 'bots' | 'apps', most: number): Problem {
  return new Problem(400, 'invalid_request', `The account has ${most} ${what}, and can have no more.`);
}
