/** Why a call of the control API did not do what it was for. */
export class CallProblem extends Error {
  override readonly name = 'CallProblem';
  /** 0 where no answer came. */
  readonly status: number;
  readonly code: string;
  readonly errors: readonly { field: string; message: string }[];

  constructor(status: number, code: string, detail: string, errors: CallProblem['errors'] = []) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

/** What a person reads of anything that went wrong. */
export function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const fields = error instanceof CallProblem ? error.errors : [];
  return [error.message, ...fields.map(({ field, message }) => `${field || 'It'} ${message}.`)].join(' ');
}

/** The problem that an answer tells of, whatever has given it. */
export async function problemOf(response: Response): Promise<CallProblem> {
  const text = await response.text().catch(() => '');
  try {
    const { code, detail, errors } = JSON.parse(text) as Record<string, never>;
    if (typeof code === 'string' && typeof detail === 'string') {
      return new CallProblem(response.status, code, detail, Array.isArray(errors) ? errors : []);
    }
  } catch {
    // API Gateway answers some requests in words of its own.
  }
  return new CallProblem(
    response.status,
    'unknown',
    `The answer was ${response.status}: ${text.slice(0, 300)}`,
  );
}
