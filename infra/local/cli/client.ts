import { controlKeyRule, isControlKey } from '../options.ts';
import { CliError, exitCodes, wrongUsage } from './failure.ts';
import { hasShape, type Shape } from './shape.ts';

export interface ClientOptions {
  url: string;
  /** Missed only once it is needed, so that other mistakes are named first. */
  controlKey: string | undefined;
  account: string;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

interface ProblemBody {
  code: string;
  detail: string;
  errors?: { field: string; message: string }[];
}

/** The control API as commands use it: JSON in and out, and refusals as errors that say what to do. */
export class Client {
  readonly url: string;
  readonly account: string;
  readonly #controlKey: string | undefined;

  constructor({ url, controlKey, account }: ClientOptions) {
    this.url = url;
    this.account = account;
    this.#controlKey = controlKey;
  }

  /** The path of the account, or of what is below it. */
  path(below = '', account = this.account): string {
    return `/accounts/${encodeURIComponent(account)}${below}`;
  }

  /** Calls the control API; `path` begins below `/_emulator`. A body that is not text is sent as JSON. */
  async call<T>(method: string, path: string, shape: Shape<NoInfer<T>>, body?: unknown): Promise<T> {
    const answer = await this.#ask(method, path, body);
    const value = readJson(answer.text);
    if (hasShape(value, shape)) return value;
    throw this.#notTheEmulator(answer);
  }

  /** Removes what is at a path. */
  async remove(path: string): Promise<'done' | 'continues'> {
    const answer = await this.#ask('DELETE', path);
    if (answer.status === 204) return 'done';
    if (answer.status === 202) return 'continues';
    throw this.#notTheEmulator(answer);
  }

  /** Gets lines of JSON, as they are, and the headers that lead on. */
  async lines(path: string): Promise<Answer> {
    const answer = await this.#ask('GET', path);
    if (answer.headers.get('content-type')?.startsWith('application/x-ndjson')) return answer;
    throw this.#notTheEmulator(answer);
  }

  async #ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const { ok, ...answer } = await this.#fetch(method, path, body);
    if (!ok) throw this.#refusal(answer);
    return answer;
  }

  async #fetch(method: string, path: string, body: unknown): Promise<Answer & { ok: boolean }> {
    if (!this.#controlKey) {
      throw wrongUsage(
        'No control key is given: pass the one that the emulator printed at its start with --control-key, or set KORE_EMULATOR_CONTROL_KEY',
      );
    }
    if (!isControlKey(this.#controlKey)) {
      throw wrongUsage(
        `The control key (--control-key or KORE_EMULATOR_CONTROL_KEY) cannot be used: ${controlKeyRule}`,
      );
    }
    try {
      const response = await fetch(`${this.url}/_emulator${path}`, {
        method,
        headers: { authorization: `Bearer ${this.#controlKey}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const { ok, status, headers } = response;
      // Read here: a server that ends amid its answer is as little reached as one that gives none.
      return { ok, status, headers, text: await response.text() };
    } catch (error) {
      throw new CliError(
        `No emulator answers at ${this.url}: ${causeOf(error)}. Start one with "kore-sessions-emulator start", or name another with --url or KORE_EMULATOR_URL.`,
        exitCodes.notReached,
      );
    }
  }

  #refusal(answer: Answer): CliError {
    const problem = readJson(answer.text);
    if (!isProblem(problem)) return this.#notTheEmulator(answer);
    const { code, detail } = problem;
    if (code === 'unauthorized') {
      return new CliError(
        `The emulator at ${this.url} does not accept this control key. Give the key that it printed at its start with --control-key or KORE_EMULATOR_CONTROL_KEY; a deployment keeps it in Secrets Manager.`,
      );
    }
    if (code === 'account_not_found') {
      return new CliError(
        `${detail} Name another with --account, or make one with "kore-sessions-emulator accounts create".`,
        exitCodes.failed,
        code,
      );
    }
    const fields = (problem.errors ?? []).map(({ field, message }) => `\n  ${field || 'body'}: ${message}`);
    return new CliError(`${detail}${fields.join('')}`);
  }

  #notTheEmulator({ status, headers }: Answer): CliError {
    const type = headers.get('content-type') ?? 'no content type';
    return new CliError(
      `${this.url} answers, but not as the emulator's control API (status ${status}, ${type}). Is --url right?`,
      exitCodes.notReached,
    );
  }
}

/** @returns undefined where it is not JSON */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Others have a detail too, but no code. */
const isProblem = (value: unknown): value is ProblemBody =>
  hasShape<ProblemBody>(value, { code: 'string', detail: 'string' });

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // What fetch throws says only "fetch failed"; its cause says why.
  const { cause = error } = error;
  if (!(cause instanceof Error)) return String(cause);
  return cause.message || ('code' in cause ? String(cause.code) : cause.name);
}
