import { CliError, exitCodes, wrongUsage } from './failure.ts';

export interface ClientOptions {
  url: string;
  /** Missed only once it is needed, so that other mistakes are named first. */
  controlKey: string | undefined;
  account: string;
}

interface ProblemBody {
  code?: unknown;
  detail?: unknown;
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
  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.send(method, path, body);
    const text = await response.text();
    if (text === '') return undefined as T;
    try {
      return JSON.parse(text) as T;
    } catch {
      throw this.#notTheEmulator(response);
    }
  }

  /** The same, but gives the response, once it is not a refusal, for its body to be streamed. */
  async send(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await this.#fetch(method, path, body);
    if (!response.ok) throw await this.#refusal(response);
    return response;
  }

  async #fetch(method: string, path: string, body: unknown): Promise<Response> {
    if (!this.#controlKey) {
      throw wrongUsage(
        'No control key is given: pass the one that the emulator printed at its start with --control-key, or set KORE_EMULATOR_CONTROL_KEY',
      );
    }
    try {
      return await fetch(`${this.url}/_emulator${path}`, {
        method,
        headers: { authorization: `Bearer ${this.#controlKey}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
    } catch (error) {
      throw new CliError(
        `No emulator answers at ${this.url}: ${causeOf(error)}. Start one with "kore-sessions-emulator start", or name another with --url or KORE_EMULATOR_URL.`,
        exitCodes.notReached,
      );
    }
  }

  async #refusal(response: Response): Promise<CliError> {
    const problem = readProblem(await response.text());
    if (!problem) return this.#notTheEmulator(response);
    const { code, detail } = problem;
    if (code === 'unauthorized') {
      return new CliError(
        `The emulator at ${this.url} does not accept this control key. Give the key that it printed at its start with --control-key or KORE_EMULATOR_CONTROL_KEY; a deployment keeps it in Secrets Manager.`,
      );
    }
    if (code === 'account_not_found') {
      return new CliError(
        `${detail} Name another with --account, or make one with "kore-sessions-emulator accounts create".`,
      );
    }
    const fields = (problem.errors ?? []).map(({ field, message }) => `\n  ${field || 'body'}: ${message}`);
    return new CliError(`${detail}${fields.join('')}`);
  }

  #notTheEmulator({ status, headers }: Response): CliError {
    const type = headers.get('content-type') ?? 'no content type';
    return new CliError(
      `${this.url} answers, but not as the emulator's control API (status ${status}, ${type}). Is --url right?`,
      exitCodes.notReached,
    );
  }
}

function readProblem(text: string): ProblemBody | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && 'detail' in body ? body : undefined;
  } catch {
    return undefined;
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // What fetch throws says only "fetch failed"; its cause says why.
  const { cause = error } = error;
  if (!(cause instanceof Error)) return String(cause);
  return cause.message || ('code' in cause ? String(cause.code) : cause.name);
}
