import { causeOf } from '../fetch-failure.ts';

/** What a call of the control API came to. */
export interface Answer {
  /** Undefined where nothing answered. */
  readonly status: number | undefined;
  /** The code of a refusal; undefined where it is not the emulator's. */
  readonly code: string | undefined;
  /** Why it was refused, for people. */
  readonly detail: string;
  /** How many sessions were written. */
  readonly written: number;
}

/** Reads an answer as far as it can be read. */
export async function readAnswer(call: Promise<Response>): Promise<Answer> {
  try {
    const response = await call;
    const body = parse(await response.text());
    const code = text(body['code']);
    return {
      status: response.status,
      code,
      detail: code === undefined ? 'not an answer of the emulator.' : describe(body),
      written: writtenOf(body['seed']),
    };
  } catch (error) {
    return { status: undefined, code: undefined, detail: causeOf(error), written: 0 };
  }
}

/** Whether it may be another answer in a while: a name or a function that is only just there. */
export function isPassing({ status, code }: Answer): boolean {
  if (status === undefined || status >= 500) return true;
  return code === undefined && (status === 403 || status === 404 || status === 429);
}

function parse(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function describe(body: Record<string, unknown>): string {
  const errors: unknown[] = Array.isArray(body['errors']) ? body['errors'] : [];
  const fields = errors.slice(0, 5).flatMap((error) => {
    const { field, message } = Object(error) as Record<string, unknown>;
    return text(field) === undefined ? [] : [` ${field}: ${message}.`];
  });
  return `${text(body['detail']) ?? ''}${fields.join('')}`;
}

function writtenOf(seed: unknown): number {
  const { written } = Object(seed) as Record<string, unknown>;
  return typeof written === 'number' ? written : 0;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
